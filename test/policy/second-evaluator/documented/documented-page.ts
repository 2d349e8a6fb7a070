import { RequestPrincipal } from '../caller';
import { RequestContext } from '../context';
import { Decision, Request } from '../decide';

/** An example: what AWS says of it, what is decided, the policy, the request. */
export type Example = readonly [says: string, decision: Decision, policy: unknown, request: Request];

/** Examples of one page of AWS's documentation. */
export interface DocumentedPage {
  readonly page: string;
  readonly examples: readonly Example[];
}

export const IAM_GUIDE = 'https://docs.aws.amazon.com/IAM/latest/UserGuide';
export const S3_GUIDE = 'https://docs.aws.amazon.com/AmazonS3/latest/userguide';

export const BUCKET = 'arn:aws:s3:::amzn-s3-demo-bucket';
export const OBJECT = `${BUCKET}/photos/1.jpg`;
export const BOTH = [BUCKET, `${BUCKET}/*`];

export const policy = (...statements: object[]) => ({ Version: '2012-10-17', Statement: statements });

/** A statement about everything in the bucket; `parts` say otherwise. */
export const allow = (parts: object = {}) => ({ Effect: 'Allow', ...{ ...ABOUT_ALL, ...parts } });
export const deny = (parts: object = {}) => ({ Effect: 'Deny', ...{ ...ABOUT_ALL, ...parts } });
const ABOUT_ALL = { Principal: '*', Action: 's3:*', Resource: BOTH };

/** Someone reads an object; `parts` say otherwise. */
export const request = (parts: Partial<Request> = {}): Request => ({
  principal: 'anonymous', action: 's3:GetObject', resource: OBJECT, context: {}, ...parts,
});

export const by = (principal: RequestPrincipal, parts: Partial<Request> = {}): Request => request({ principal, ...parts });

/** A row of AWS's tables: the condition, the context of the request, `Match` or `No match`. */
export type ConditionRow = readonly [says: string, result: 'Match' | 'No match', condition: object, context: RequestContext, parts?: Partial<Request>];

/** Each condition in both effects. */
export function conditions(page: string, rows: readonly ConditionRow[]): DocumentedPage {
  return {
    page,
    examples: rows.flatMap(([says, result, condition, context, parts]): Example[] => [
      [`${says}, in an Allow`, result === 'Match' ? 'Allow' : 'ImplicitDeny', policy(allow({ Condition: condition })), request({ context, ...parts })],
      [`${says}, in a Deny`, result === 'Match' ? 'ExplicitDeny' : 'ImplicitDeny', policy(deny({ Condition: condition })), request({ context, ...parts })],
    ]),
  };
}
