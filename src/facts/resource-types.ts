/** The resource types that facts are read from. */
export const FACT_RESOURCE_TYPES: ReadonlySet<string> = new Set([
  'AWS::S3::Bucket',
  'AWS::S3::BucketPolicy',
  'AWS::S3::AccessPoint',
  'AWS::S3::MultiRegionAccessPoint',
  'AWS::CloudTrail::Trail',
  'AWS::KMS::Key',
  'AWS::KMS::Alias',
  'AWS::CloudWatch::Alarm',
  'AWS::SNS::Topic',
  'AWS::CloudFormation::Stack',
  'AWS::Serverless::Function',
]);

/** Whether the resource is a custom one, whose handler answers at deployment with whatever it likes. */
export function isCustomResource(type: string): boolean {
  return type.startsWith('Custom::') || type === 'AWS::CloudFormation::CustomResource';
}

/** Whether facts depend on resources of this type. A template may leave out every other resource. */
export function isFactResource(type: string): boolean {
  return FACT_RESOURCE_TYPES.has(type) || isCustomResource(type);
}
