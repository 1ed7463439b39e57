"""The adapters of payment providers, one file each, named as stages name them."""
