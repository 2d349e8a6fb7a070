import { NO_BREAK } from './terminal';

/** JSON of a template, in the shapes that CloudFormation gives it. */
export type Json = any;

/** A CloudFormation template as far as the demo reads it. */
export interface Template {
  readonly Resources: Readonly<Record<string, Resource>>;
}

export interface Resource {
  readonly Type: string;
  readonly Properties?: Json;
  readonly Metadata?: Readonly<Record<string, string>>;
  readonly DeletionPolicy?: string;
}

/** The logical id in a Ref or GetAtt, or in the first of them that a Join has. */
export function referredId(value: Json): string | undefined {
  return value?.Ref ?? value?.['Fn::GetAtt']?.[0] ?? value?.['Fn::Join']?.[1].map(referredId).find((id?: string) => id !== undefined);
}

/** The path, below its stack, of the construct behind a Ref or GetAtt. */
export function pathOf(template: Template, reference: unknown): string | undefined {
  return template.Resources[referredId(reference) ?? '']?.Metadata?.['aws:cdk:path'].replace(/^[^/]*\//, '').replace(/\/Resource$/, '');
}

/** What the alarms of a template end in: each topic with who is told. */
export function topics(template: Template): string[] {
  return Object.entries(template.Resources).filter(([, { Type }]) => Type === 'AWS::SNS::Topic').map(([id, { Properties }]) => {
    const subscribers = Object.values(template.Resources)
      .filter(({ Type, Properties: subscription }) => Type === 'AWS::SNS::Subscription' && referredId(subscription.TopicArn) === id)
      .map(({ Properties: { Protocol, Endpoint } }) => `${Protocol} ${typeof Endpoint === 'string' ? Endpoint : pathOf(template, Endpoint)}`);
    const key = pathOf(template, Properties.KmsMasterKeyId);
    return `${pathOf(template, { Ref: id })}, ${key ? `encrypted with ${key}` : 'not encrypted'}, tells ${subscribers.join(', ') || 'nobody'}`;
  });
}

/** What roles may do: a line for each statement. */
export function grants(template: Template): string[] {
  return Object.values(template.Resources).filter(({ Type }) => Type === 'AWS::IAM::Policy').flatMap(({ Properties: { Roles, PolicyDocument } }) =>
    PolicyDocument.Statement.map(({ Action, Resource: resources }: Json) => {
      const targets = new Set([resources].flat().map((resource) => pathOf(template, resource)));
      return `${Roles.map((role: unknown) => pathOf(template, role))} on ${[...targets].join(', ')}: ${[Action].flat().join(' ')}`;
    }));
}

/** How many resources a template has, the most frequent type first. */
export function resourceCounts(template: Template): string {
  const counts = new Map<string, number>();
  for (const { Type } of Object.values(template.Resources)) {
    counts.set(Type, (counts.get(Type) ?? 0) + 1);
  }
  const byType = [...counts].sort(([, a], [, b]) => b - a).map(([type, count]) => `${count}${NO_BREAK}${type.replace('AWS::', '')}`);
  return `${Object.keys(template.Resources).length} resources: ${byType.join(', ')}`;
}
