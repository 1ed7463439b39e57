"""WAF: who is let through to the edge, and to the API behind it."""

import json
from collections.abc import Iterable

import aws_cdk as cdk
from aws_cdk import aws_logs as logs
from aws_cdk import aws_wafv2 as waf
from constructs import Construct

from cdk.stage import Firewall, Stage
from souk.errors import TooManyRequests
from souk.limits import TOGETHER, Limit
from souk.spec import Spec

MANAGED = (
    "AWSManagedRulesAmazonIpReputationList",
    "AWSManagedRulesCommonRuleSet",
    "AWSManagedRulesKnownBadInputsRuleSet",
    "AWSManagedRulesSQLiRuleSet",
)
# The common rules stop bodies over 8 KB; imports may be larger, and every function has its own limit.
COUNTED = {"AWSManagedRulesCommonRuleSet": ("SizeRestrictions_BODY",)}
PLAIN = [waf.CfnWebACL.TextTransformationProperty(priority=0, type="NONE")]
KEY_HEADER = "x-souk-edge"
_AUTHORIZATION = "authorization"
_HAS_TOKEN = waf.CfnWebACL.StatementProperty(
    size_constraint_statement=waf.CfnWebACL.SizeConstraintStatementProperty(
        field_to_match=waf.CfnWebACL.FieldToMatchProperty(single_header={"Name": _AUTHORIZATION}),
        comparison_operator="GT",
        size=0,
        text_transformations=PLAIN,
    )
)
_TOKEN = waf.CfnWebACL.RateBasedStatementCustomKeyProperty(
    header=waf.CfnWebACL.RateLimitHeaderProperty(name=_AUTHORIZATION, text_transformations=PLAIN)
)


class EdgeFirewall(Construct):
    """Amazon's managed rules, and so many calls of the API a minute by one token, or from one address without one.

    All that comes from one address is limited too, as the kit does it, which also knows whether a token is genuine.
    Operations with a limit of their own are counted by themselves.
    """

    def __init__(
        self, scope: Construct, name: str, *, stage: Stage, firewall: Firewall, operations: Iterable[Spec]
    ) -> None:
        super().__init__(scope, name)
        managed = [_managed(name, priority) for priority, name in enumerate(MANAGED)]
        own = [(spec.id, spec.limit, _below(spec.path.partition("{")[0])) for spec in operations if spec.limit]
        apart = [waf.CfnWebACL.NotStatementProperty(statement=path) for _, _, path in own]
        others = [_below("/api/"), *map(_not, apart)]
        one, all_of_them = (Limit(firewall.requests_per_minute * times) for times in (1, TOGETHER))
        limits = [
            ("token", one, _all(*others, _HAS_TOKEN), _TOKEN),
            ("rate", one, _all(*others, _not(waf.CfnWebACL.NotStatementProperty(statement=_HAS_TOKEN))), None),
            ("together", all_of_them, _all(*others), None),
            *((*limit, None) for limit in own),
        ]
        rates = [_rate(priority, *limit) for priority, limit in enumerate(limits, start=len(managed))]
        self.acl = _acl(self, stage, "CLOUDFRONT", [*managed, *rates], allow=True)


class OriginFirewall(Construct):
    """Nobody but the edge, which shows a key, so that nobody goes round the limit."""

    def __init__(self, scope: Construct, name: str, *, stage: Stage, key: cdk.SecretValue, resource: str) -> None:
        super().__init__(scope, name)
        rule = waf.CfnWebACL.RuleProperty(
            name="edge",
            priority=0,
            action=waf.CfnWebACL.RuleActionProperty(allow={}),
            statement=waf.CfnWebACL.StatementProperty(
                byte_match_statement=waf.CfnWebACL.ByteMatchStatementProperty(
                    field_to_match=waf.CfnWebACL.FieldToMatchProperty(single_header={"Name": KEY_HEADER}),
                    positional_constraint="EXACTLY",
                    search_string=key.unsafe_unwrap(),
                    text_transformations=PLAIN,
                )
            ),
            visibility_config=_visibility("edge"),
        )
        self.acl = _acl(self, stage, "REGIONAL", [rule], allow=False)
        waf.CfnWebACLAssociation(self, "Association", resource_arn=resource, web_acl_arn=self.acl.attr_arn)


def _below(path: str) -> waf.CfnWebACL.StatementProperty:
    return waf.CfnWebACL.StatementProperty(
        byte_match_statement=waf.CfnWebACL.ByteMatchStatementProperty(
            field_to_match=waf.CfnWebACL.FieldToMatchProperty(uri_path={}),
            positional_constraint="STARTS_WITH",
            search_string=path,
            text_transformations=PLAIN,
        )
    )


def _all(*statements: waf.CfnWebACL.StatementProperty) -> waf.CfnWebACL.StatementProperty:
    return waf.CfnWebACL.StatementProperty(
        and_statement=waf.CfnWebACL.AndStatementProperty(statements=list(statements))
    )


def _not(statement: waf.CfnWebACL.NotStatementProperty) -> waf.CfnWebACL.StatementProperty:
    return waf.CfnWebACL.StatementProperty(not_statement=statement)


def _rate(
    priority: int,
    name: str,
    limit: Limit,
    counted: waf.CfnWebACL.StatementProperty,
    key: waf.CfnWebACL.RateBasedStatementCustomKeyProperty | None,
) -> waf.CfnWebACL.RuleProperty:
    return waf.CfnWebACL.RuleProperty(
        name=name,
        priority=priority,
        action=waf.CfnWebACL.RuleActionProperty(
            block=waf.CfnWebACL.BlockActionProperty(
                custom_response=waf.CfnWebACL.CustomResponseProperty(
                    response_code=TooManyRequests.status,
                    custom_response_body_key=TooManyRequests.code,
                    response_headers=[
                        waf.CfnWebACL.CustomHTTPHeaderProperty(name="Retry-After", value=str(limit.seconds))
                    ],
                )
            )
        ),
        statement=waf.CfnWebACL.StatementProperty(
            rate_based_statement=waf.CfnWebACL.RateBasedStatementProperty(
                limit=limit.many,
                evaluation_window_sec=limit.seconds,
                aggregate_key_type="CUSTOM_KEYS" if key else "IP",
                custom_keys=[key] if key else None,
                scope_down_statement=counted,
            )
        ),
        visibility_config=_visibility(name),
    )


def _managed(name: str, priority: int) -> waf.CfnWebACL.RuleProperty:
    counted = [
        waf.CfnWebACL.RuleActionOverrideProperty(name=rule, action_to_use=waf.CfnWebACL.RuleActionProperty(count={}))
        for rule in COUNTED.get(name, ())
    ]
    return waf.CfnWebACL.RuleProperty(
        name=name,
        priority=priority,
        override_action=waf.CfnWebACL.OverrideActionProperty(none={}),
        statement=waf.CfnWebACL.StatementProperty(
            managed_rule_group_statement=waf.CfnWebACL.ManagedRuleGroupStatementProperty(
                vendor_name="AWS", name=name, rule_action_overrides=counted or None
            )
        ),
        visibility_config=_visibility(name),
    )


def _acl(
    scope: Construct, stage: Stage, where: str, rules: list[waf.CfnWebACL.RuleProperty], *, allow: bool
) -> waf.CfnWebACL:
    action = waf.CfnWebACL.DefaultActionProperty(allow={}) if allow else waf.CfnWebACL.DefaultActionProperty(block={})
    acl = waf.CfnWebACL(
        scope,
        "Acl",
        name=f"{stage.prefix}-{where.lower()}",
        scope=where,
        default_action=action,
        rules=rules,
        custom_response_bodies={
            # WAF gives its answers no other media type of JSON, and knows no request's id.
            TooManyRequests.code: waf.CfnWebACL.CustomResponseBodyProperty(
                content_type="APPLICATION_JSON",
                content=json.dumps(TooManyRequests.document()),
            )
        },
        visibility_config=_visibility(f"{stage.prefix}-{where.lower()}"),
    )
    # WAF takes only log groups whose name begins so.
    written = logs.LogGroup(
        scope,
        "Log",
        log_group_name=f"aws-waf-logs-{stage.prefix}-{where.lower()}",
        retention=stage.log_retention,
        removal_policy=cdk.RemovalPolicy.DESTROY,
    )
    # WAF refuses the `:*` that the group's own attribute ends with.
    stack = cdk.Stack.of(scope)
    log = f"arn:{stack.partition}:logs:{stack.region}:{stack.account}:log-group:{written.log_group_name}"
    secret = ("authorization", "cookie", KEY_HEADER)
    waf.CfnLoggingConfiguration(
        scope,
        "Logging",
        resource_arn=acl.attr_arn,
        log_destination_configs=[log],
        redacted_fields=[{"singleHeader": {"Name": header}} for header in secret],
    )
    return acl


def _visibility(name: str) -> waf.CfnWebACL.VisibilityConfigProperty:
    return waf.CfnWebACL.VisibilityConfigProperty(
        cloud_watch_metrics_enabled=True, metric_name=name, sampled_requests_enabled=True
    )
