/** Whether the resource is a custom one, whose handler answers at deployment with whatever it likes. */
export function isCustomResource(type: string): boolean {
  return type.startsWith('Custom::') || type === 'AWS::CloudFormation::CustomResource';
}
