"""Where files that people attach are kept, as Django's STORAGES has it."""

from pathlib import Path

from readiness.env import SettingError

MEGABYTE = 1_048_576

Settings = dict[str, object]


def on_disk(folder: Path) -> Settings:
    """A folder of this machine that only the service's user can read."""
    return {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {
            "location": folder,
            "file_permissions_mode": 0o600,
            "directory_permissions_mode": 0o700,
        },
    }


def in_bucket(name: str, *, endpoint: str, region: str) -> Settings:
    """A bucket of a service that speaks S3. Its keys are read by boto3, from where it finds them.

    It gives up within seconds: a person waits for the answer.
    """
    try:
        from botocore.config import Config  # noqa: PLC0415 - only where a bucket is used
    except ImportError:
        raise SettingError(
            "ATTACHMENTS_S3_BUCKET is set, and the packages for it are not installed. Write: "
            "python3 -m pip --python .venv/bin/python install --require-hashes"
            " -r requirements-s3.txt"
        ) from None
    return {
        "BACKEND": "storages.backends.s3.S3Storage",
        "OPTIONS": {
            "bucket_name": name,
            "endpoint_url": endpoint or None,
            "region_name": region or None,
            "file_overwrite": False,
            "default_acl": None,
            # More of a file that is read waits on disk.
            "max_memory_size": MEGABYTE,
            "client_config": Config(
                signature_version="s3v4",
                connect_timeout=5,
                read_timeout=20,
                retries={"total_max_attempts": 2},
                s3={"addressing_style": "path" if endpoint else "auto"},
            ),
        },
    }
