import { aws_iam as iam, CfnResource, Stack } from 'aws-cdk-lib';
import { acknowledge } from '../bucket/acknowledgements';

/** Tells cdk-nag why a policy names resources by a wildcard: one finding for each, by the text that it makes of the ARN. */
export function acknowledgeWildcards(policy: iam.ManagedPolicy, reason: string): void {
  const stack = Stack.of(policy);
  const resources = policy.document.toJSON().Statement.flatMap(({ Resource }: { Resource: unknown }) => [Resource].flat()).map((arn: unknown) => textOf(stack.resolve(arn)));
  const wildcards = [...new Set<string>(resources)].filter((text) => text.includes('*'));
  acknowledge(policy.node.defaultChild as CfnResource, [{
    reason,
    cdkNag: wildcards.map((text) => ({ packs: ['AwsSolutions'], rule: `IAM5[Resource::${text}]` })),
  }]);
}

/** What only AWS knows as cdk-nag writes it: `<AWS::Region>`, `<LogicalId.Arn>`. */
function textOf(resolved: any): string {
  return typeof resolved === 'string' ? resolved
    : resolved['Fn::Join'] ? resolved['Fn::Join'][1].map(textOf).join(resolved['Fn::Join'][0])
      : `<${resolved.Ref ?? resolved['Fn::GetAtt'].join('.')}>`;
}
