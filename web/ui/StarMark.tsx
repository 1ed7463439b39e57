interface Props {
  /** Its side in pixels. */
  size?: number;
  className?: string;
}

const tile =
  "M16 0l4.6 4.900L27.300 4.700l-.2 6.700L32 16l-4.900 4.600.2 6.700-6.700-.2L16 32l-4.600-4.900-6.700.2.2-6.700L0 16l4.900-4.600-.2-6.700 6.700.2z";

/** The eight-pointed star of the tiles: mark, rating, loading figure and empty state. */
export function StarMark({ size = 24, className }: Props) {
  return (
    <svg
      viewBox="0 0 32 32"
      width={size}
      height={size}
      fill="currentColor"
      aria-hidden
      focusable="false"
      className={className}
    >
      <path d={tile} />
    </svg>
  );
}
