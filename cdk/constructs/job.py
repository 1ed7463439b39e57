"""Jobs: a queue that the relay sends parts to, a function; where a file begins the work, a rule on its arrival."""

from typing import Any

from aws_cdk import aws_events as events
from aws_cdk import aws_events_targets as targets
from constructs import Construct

from cdk.constructs.queued import QueuedFunction
from cdk.platform import Platform
from souk.files import UPLOADS
from souk.spec import Spec


class JobFunction(QueuedFunction):
    """A queue that the relay sends parts to, and a function."""

    def __init__(self, scope: Construct, *, spec: Spec, platform: Platform, **options: Any) -> None:
        super().__init__(scope, spec=spec, platform=platform, **options)
        assert spec.work is not None
        if spec.work.upload:
            events.Rule(
                self,
                "Rule",
                rule_name=self.name,
                description=spec.summary,
                event_pattern=events.EventPattern(
                    source=["aws.s3"],
                    detail_type=["Object Created"],
                    detail={
                        "bucket": {"name": [platform.settings["SOUK_FILES_BUCKET"]]},
                        "object": {"key": [{"prefix": f"{UPLOADS}{spec.id}/"}]},
                    },
                ),
                targets=[targets.SqsQueue(self.queue, dead_letter_queue=self.dead_letters)],
            )
