import { Json, pathOf, Template } from './template';

/** The guards on networks of a template, in words: what each bucket denies, and whom it lets through all the same. */
export function perimeters(template: Template): string[] {
  return Object.values(template.Resources).filter(({ Type }) => Type === 'AWS::S3::BucketPolicy').flatMap(({ Properties: { Bucket, PolicyDocument } }) =>
    PolicyDocument.Statement.filter(({ Sid }: Json) => /^DenyOtherNetworks$/.test(Sid ?? '')).map(({ Sid, Condition }: Json) => {
      const networks = Object.values<Json>(Condition.StringNotEqualsIfExists ?? {}).flat().join(', ');
      const flags = Object.keys(Condition.BoolIfExists ?? {}).map((key) => FLAGS[key] ?? key);
      const roles = [Condition.ArnNotLikeIfExists?.['aws:PrincipalArn'] ?? []].flat().length;
      return `${pathOf(template, Bucket)} serves data to ${networks} only (${Sid}). Exempt: ${[...flags, `${roles} pattern${roles === 1 ? '' : 's'} of roles, such as service-linked roles`].join(', ')}`;
    }));
}

const FLAGS: Readonly<Record<string, string>> = {
  'aws:PrincipalIsAWSService': 'AWS services that deliver or read for you',
  'aws:ViaAWSService': 'requests that a service makes in your name',
};
