import { Token } from 'aws-cdk-lib';
import { readPolicyDocument } from '../policy/policy-document';
import { PolicyInputError } from '../policy/policy-request';
import { readJson } from '../policy/read-policy-text';
import { deletedPrincipals } from '../rules/policy-change';

/** A policy as it is written: its elements by their names. */
export type WrittenPolicy = Readonly<Record<string, unknown>>;

const HOW = 'Give what aws s3api get-bucket-policy prints, or ExistingBucketPolicy.none() if it says NoSuchBucketPolicy';

/**
 * The policy that is on a bucket today, to the letter.
 *
 * What is read here is kept as it is written, whatever it says: `ImportedBucketPolicy` only adds to it.
 *
 * @example
 * const today = ExistingBucketPolicy.fromJson('{ "Version": "2012-10-17", "Statement": [{ "Effect": "Allow", "Principal": { "AWS": "444455556666" }, "Action": "s3:ListBucket", "Resource": "arn:aws:s3:::our-legacy-bucket" }] }');
 */
export class ExistingBucketPolicy {
  /**
   * Reads the policy from JSON text: the document, or what `aws s3api get-bucket-policy` prints, which is the text of the document
   * inside `{ "Policy": "…" }`.
   *
   * @throws if the text is not JSON, is not a bucket policy, or has a token, whose value is not known yet
   */
  public static fromJson(text: string): ExistingBucketPolicy {
    if (typeof text !== 'string' || Token.isUnresolved(text)) {
      throw refusal(`it is ${typeof text === 'string' ? 'a token, and its value is not known before deployment' : 'not a text'}`);
    }
    try {
      return ExistingBucketPolicy.fromObject(documentIn(readJson(text)));
    } catch (error) {
      throw error instanceof PolicyInputError ? refusal(`${error.where ? `${error.where}: ` : ''}${error.message}`) : error;
    }
  }

  /**
   * Reads the policy from an object: the document itself.
   *
   * @throws if the object is not a bucket policy, or has a token, whose value is not known yet
   */
  public static fromObject(document: { [element: string]: any }): ExistingBucketPolicy {
    const problem = problemOf(document);
    if (problem !== undefined) {
      throw refusal(problem);
    }
    return new ExistingBucketPolicy(JSON.parse(JSON.stringify(document)) as WrittenPolicy);
  }

  /** Says that the bucket has no policy today. CloudFormation refuses to make one where there is one, so a mistake overwrites nothing. */
  public static none(): ExistingBucketPolicy {
    return new ExistingBucketPolicy({ Version: '2012-10-17', Statement: [] });
  }

  /** @internal */
  private constructor(
    /** @internal */
    readonly _written: WrittenPolicy,
  ) {}
}

/** The document inside what the AWS CLI prints, or the document itself. */
function documentIn(json: unknown): WrittenPolicy {
  const { Policy: inside, Statement } = (typeof json === 'object' && json !== null ? json : {}) as WrittenPolicy;
  return Statement === undefined && typeof inside === 'string' ? readJson(inside) as WrittenPolicy : json as WrittenPolicy;
}

function refusal(problem: string): Error {
  return new Error(`the existing bucket policy cannot be kept: ${problem}. ${HOW}`);
}

function problemOf(document: unknown): string | undefined {
  const open = openPlace(document, '');
  if (open !== undefined) {
    return open;
  }
  if (typeof document !== 'object' || document === null || Array.isArray(document)) {
    return `a policy is an object, not ${JSON.stringify(document)}`;
  }
  const { Statement, Version } = document as WrittenPolicy;
  if (Statement === undefined || (Array.isArray(Statement) && Statement.length === 0)) {
    return 'it has no Statement';
  }
  if (Version !== undefined && Version !== '2012-10-17' && Version !== '2008-10-17') {
    return `its Version is ${JSON.stringify(Version)}, and a policy has "2012-10-17" or "2008-10-17"`;
  }
  const read = readPolicyDocument(document);
  // An element that is newer than this library is kept; a statement that says neither Allow nor Deny is none.
  const unread = read.problems.find(({ where }) => /^Statement\[\d+\](\.Effect)?$/.test(where));
  if (unread) {
    return `${unread.where}: ${unread.message}`;
  }
  if (read.isIdentityPolicy) {
    return 'no statement has a Principal, so it is the policy of an identity and not of a bucket';
  }
  const [deleted] = deletedPrincipals(read);
  return deleted && `${deleted}, a principal that was deleted, and S3 refuses a policy with it. Remove it from the policy of the bucket first`;
}

/** What CloudFormation would replace by something else, and where: a token, a function or a dynamic reference. */
function openPlace(value: unknown, where: string): string | undefined {
  const said = where || 'it';
  if (Token.isUnresolved(value)) {
    return `${said} is a token, and its value is not known before deployment`;
  }
  if (typeof value === 'string') {
    return value.includes('{{resolve:') ? `${said} has a dynamic reference of CloudFormation, '${value}'` : undefined;
  }
  if (typeof value !== 'object' || value === null) {
    return undefined;
  }
  for (const [name, item] of Object.entries(value)) {
    const place = Array.isArray(value) ? `${where}[${name}]` : where ? `${where}.${name}` : name;
    if (!Array.isArray(value) && (Token.isUnresolved(name) || name === 'Ref' || name.startsWith('Fn::'))) {
      return `${place} is a ${Token.isUnresolved(name) ? 'token' : 'function of CloudFormation'}, and its value is not known before deployment`;
    }
    const problem = openPlace(item, place);
    if (problem !== undefined) {
      return problem;
    }
  }
  return undefined;
}
