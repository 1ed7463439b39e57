"""What visitors ask for, and the language that they get: the same at the edge and behind it."""

ASKED: list[tuple[dict[str, str], str]] = [
    ({}, "en"),
    ({"accept-language": "fr-CH, fr;q=0.9, de;q=0.7, en;q=0.8"}, "en"),
    ({"accept-language": "en;q=0.2, de-AT"}, "de"),
    ({"accept-language": "de;q=0, ar;q=nonsense, en;q=0.1"}, "en"),
    ({"accept-language": "AR, de"}, "ar"),
    ({"accept-language": "*"}, "en"),
    ({"accept-language": "arc, den;q=0.9, de-Latn-AT;q=0.8"}, "de"),
    ({"accept-language": "ar;q=7, de;q=0.5 , en ; q=0.4"}, "de"),
    ({"accept-language": "en", "cookie": "a=b; lang=ar"}, "ar"),
    ({"cookie": "lang=tlh", "accept-language": "de"}, "de"),
]
