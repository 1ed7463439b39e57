import { useEffect, useRef, useState } from "react";
import { styled } from "../theme/styled";
import { colour, radius } from "../theme/tokens";
import { StarMark } from "./StarMark";

/** Where a page's own pictures are found in the document. */
export const PICTURES = "pictures";

interface Props {
  src: string | null;
  /** Empty where the words beside it say what it shows. */
  alt: string;
  /** The sides' proportion, width to height. */
  ratio?: string;
  /** Whether it is seen without scrolling, and so fetched before anything else. */
  first?: boolean;
  square?: boolean;
  className?: string;
}

/** A picture in a frame that keeps its place, and a tile where there is none or it does not load. */
export function Picture({ src, alt, ratio = "4 / 5", first = false, square = false, className }: Props) {
  const [failed, setFailed] = useState<string | null>(null);
  const image = useRef<HTMLImageElement>(null);
  useEffect(() => {
    // One of a rendered page may have failed before anybody listened.
    const { current } = image;
    if (current?.complete && current.naturalWidth === 0) setFailed(src);
  }, [src]);
  const shown = src !== null && failed !== src;
  return (
    <Frame className={className} style={{ aspectRatio: ratio, borderRadius: square ? 0 : radius.picture }}>
      {shown ? (
        <img
          ref={image}
          src={src}
          alt={alt}
          decoding="async"
          loading={first ? "eager" : "lazy"}
          {...(first && { fetchpriority: "high" })}
          onError={() => setFailed(src)}
        />
      ) : (
        <span {...(alt && { role: "img", "aria-label": alt })}>
          <StarMark size={40} />
        </span>
      )}
    </Frame>
  );
}

const Frame = styled("span")({
  display: "block",
  position: "relative",
  overflow: "hidden",
  background: colour("sunken"),
  "& > img": { position: "absolute", inset: 0, width: "100%", height: "100%", objectFit: "cover" },
  "& > span": { position: "absolute", inset: 0, display: "grid", placeItems: "center", color: colour("line") },
  "& svg": { maxWidth: "50%", height: "auto" },
});
