"""What moto's CloudFormation does not have.

Of many types it reports a resource complete and knows nothing of it, so that a
template that refers to an attribute of one cannot be deployed there. Each stand-in is a
resource with a name, the attributes that templates ask for, and nothing behind.
"""

from __future__ import annotations

import datetime
from typing import Any

from moto.cloudformation.models import Stack, cloudformation_backends
from moto.cloudformation.responses import CloudFormationResponse
from moto.core.common_models import CloudFormationModel

# The types, with the property that names the resource and the attributes that are
# made as text from {name}, {account} and {region}.
TYPES: dict[str, tuple[str, dict[str, str]]] = {
    "AWS::CloudWatch::Alarm": ("AlarmName", {"Arn": "arn:aws:cloudwatch:{region}:{account}:alarm:{name}"}),
    "AWS::Lambda::EventInvokeConfig": ("FunctionName", {}),
    # moto has log groups, and loses them when a stack that has one is updated.
    "AWS::Logs::LogGroup": ("LogGroupName", {"Arn": "arn:aws:logs:{region}:{account}:log-group:{name}:*"}),
    "AWS::Logs::MetricFilter": ("FilterName", {}),
    "AWS::SageMaker::MlflowApp": ("Name", {"Arn": "arn:aws:sagemaker:{region}:{account}:mlflow-app/{name}"}),
    "AWS::SageMaker::MlflowTrackingServer": (
        "TrackingServerName",
        {"TrackingServerArn": "arn:aws:sagemaker:{region}:{account}:mlflow-tracking-server/{name}"},
    ),
    "AWS::SageMaker::ModelPackageGroup": (
        "ModelPackageGroupName",
        {"ModelPackageGroupArn": "arn:aws:sagemaker:{region}:{account}:model-package-group/{name}"},
    ),
    "AWS::Scheduler::Schedule": ("Name", {"Arn": "arn:aws:scheduler:{region}:{account}:schedule/default/{name}"}),
    "AWS::Scheduler::ScheduleGroup": ("Name", {"Arn": "arn:aws:scheduler:{region}:{account}:schedule-group/{name}"}),
}


def stand_in(kind: str, name_property: str, attributes: dict[str, str]) -> type[CloudFormationModel]:
    """Make the class by which moto's CloudFormation knows a type."""

    class StandIn(CloudFormationModel):
        """A resource with a name and attributes."""

        __module__ = "moto.standins"  # moto reads the service from it

        def __init__(self, name: str, account: str, region: str):
            self.name, self.account, self.region = name, account, region

        @property
        def physical_resource_id(self) -> str:
            return self.name

        @staticmethod
        def cloudformation_name_type() -> str:
            return name_property

        @staticmethod
        def cloudformation_type() -> str:
            return kind

        @classmethod
        def has_cfn_attr(cls, attr: str) -> bool:
            return attr in attributes

        def get_cfn_attribute(self, attribute_name: str) -> str:
            return attributes[attribute_name].format(name=self.name, account=self.account, region=self.region)

        @classmethod
        def create_from_cloudformation_json(
            cls, resource_name: str, cloudformation_json: Any, account_id: str, region_name: str, **_: Any
        ) -> StandIn:
            return cls(resource_name, account_id, region_name)

        @classmethod
        def update_from_cloudformation_json(
            cls,
            original_resource: StandIn,
            new_resource_name: str,
            cloudformation_json: Any,
            account_id: str,
            region_name: str,
        ) -> StandIn:
            return original_resource

        @classmethod
        def delete_from_cloudformation_json(
            cls, resource_name: str, cloudformation_json: Any, account_id: str, region_name: str
        ) -> None:
            pass

    StandIn.__qualname__ = StandIn.__name__ = kind.replace("::", "")
    return StandIn


STAND_INS = [stand_in(kind, *rest) for kind, rest in TYPES.items()]


def import_in_change_sets() -> None:
    """Let stacks that a change set makes import the exports of others.

    moto hands the exports on to stacks that CreateStack makes, and to no others.
    """
    construct = Stack.__init__

    def with_exports(self: Stack, *args: Any, **named: Any) -> None:
        exports = cloudformation_backends[named["account_id"]][named["region_name"]].exports
        construct(self, *args, **{"cross_stack_resources": exports} | named)

    Stack.__init__ = with_exports  # type: ignore[method-assign]


IN_SYNC = """<DetectStackResourceDriftResponse><DetectStackResourceDriftResult><StackResourceDrift>
<StackId>{stack}</StackId><LogicalResourceId>{resource}</LogicalResourceId><ResourceType>AWS::Scheduler::Schedule</ResourceType>
<StackResourceDriftStatus>IN_SYNC</StackResourceDriftStatus><Timestamp>{time}</Timestamp>
</StackResourceDrift></DetectStackResourceDriftResult></DetectStackResourceDriftResponse>"""


def answer_drift() -> None:
    """Answer that nobody changed a resource by hand, which moto cannot be asked."""

    def detect_stack_resource_drift(self: CloudFormationResponse) -> str:
        now = datetime.datetime.now(datetime.UTC).isoformat()
        form = self.querystring
        return IN_SYNC.format(stack=form["StackName"][0], resource=form["LogicalResourceId"][0], time=now)

    CloudFormationResponse.detect_stack_resource_drift = detect_stack_resource_drift  # type: ignore[attr-defined]
