"""The services: one folder each, one file per Lambda function."""
