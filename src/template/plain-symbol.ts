import { Evaluation } from './evaluation';
import { ownValue } from './read-json';

/** Says of a symbol that it will be letters, digits, dots and hyphens. An ARN has other characters too. */
export function isPlain(by: Evaluation, found: string): boolean {
  const [, owner, name] = /^⟦(.*)#(.*)⟧$/s.exec(found)!;
  const template = by.byId.get(owner);
  return owner === 'AWS' || ['AWS::S3::Bucket', 'AWS::KMS::Key'].includes(ownValue(ownValue(template?.resources, name), 'Type') as string);
}
