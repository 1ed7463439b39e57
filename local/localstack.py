"""LocalStack's open core on this machine: the other emulator of AWS that Souk's adapters get on with."""

import signal
from pathlib import Path

from local.aws import AwsServer


class LocalStack(AwsServer):
    """EventBridge, SQS, SNS, SES, S3, Secrets Manager and more, forgotten when it stops; Lambda would take Docker."""

    requirements = Path(__file__).with_suffix(".txt")
    health = "/_localstack/health"
    # It has nothing to save, and takes seconds to say goodbye.
    stop_signal = signal.SIGKILL

    def command(self) -> list[str]:
        """Run it in the foreground, without the container that its own command line would start."""
        return [str(self.python / "bin" / "python"), "-P", "-m", "localstack.runtime.main"]

    def environment(self) -> dict[str, str]:
        """Keep everything in its own folder, check signatures, and ask nobody on the network for anything."""
        return super().environment() | {
            "DISABLE_EVENTS": "1",
            "DNS_ADDRESS": "0",
            "GATEWAY_LISTEN": f"{self.host}:{self.port}",
            "HOME": str(self.directory),
            "LOCALSTACK_VOLUME_DIR": str(self.directory),
            "S3_SKIP_SIGNATURE_VALIDATION": "0",
            "SKIP_SSL_CERT_DOWNLOAD": "1",
            "TMPDIR": str(self.directory),
        }
