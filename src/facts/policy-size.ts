import { UnknownValue } from '../policy/unknown-value';
import { ownValue, textOf } from '../template/read-json';

/** A number of bytes, as far as it is decided before deployment. */
export interface Size {
  readonly shortest: number;
  readonly longest: number;
}

export interface StatementSize extends Size {
  readonly index: number;
  readonly sid: string | undefined;
}

/** How many bytes a policy has as compact JSON, which is what S3 gets. */
export function policySize(json: unknown): Size {
  const { shortest, longest } = sizeOf(json);
  return { shortest, longest: [json, ownValue(json, 'Statement'), ...statementsIn(json)].some((part) => part instanceof UnknownValue) ? Infinity : longest };
}

/** How many bytes each of its statements has. */
export function statementSizes(json: unknown): StatementSize[] {
  return statementsIn(json).map((one, index) => ({ index, sid: textOf(ownValue(one, 'Sid')) || undefined, ...sizeOf(one) }));
}

function statementsIn(json: unknown): readonly unknown[] {
  const statement = ownValue(json, 'Statement');
  return Array.isArray(statement) ? statement : statement === undefined ? [] : [statement];
}

type Lengths = readonly [shortest: number, longest: number];

/** @see https://docs.aws.amazon.com/general/latest/gr/rande.html */
const PSEUDO_PARAMETERS: Readonly<Record<string, Lengths>> = {
  AccountId: [12, 12],
  // aws … aws-us-gov
  Partition: [3, 10],
  // us-east-1 … ap-southeast-1, us-isob-east-1
  Region: [9, 14],
  // amazonaws.eu … amazonaws.com.cn
  URLSuffix: [12, 16],
};

/** That of a role; no bucket, key or function has a longer one. @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html */
const NAME: Lengths = [1, 64];

/** `arn:aws:s3:::abc` … the ARN of a name without a path, in the longest Region. */
const ARN: Lengths = [16, 128];

/** What a parameter, an import or a condition gives: nothing, or as much as an ARN. */
const UNKNOWN: Lengths = [0, ARN[1]];

const PLACEHOLDER = '⟦?⟧';

function sizeOf(json: unknown): Size {
  const lengths: Lengths[] = [];
  const text = JSON.stringify(json, (_, value: unknown) => value instanceof UnknownValue ? PLACEHOLDER : value) ?? '';
  const known = text.replace(/⟦[^⟧]*⟧/g, (found) => {
    lengths.push(lengthsOf(found));
    return '';
  });
  const bytes = bytesIn(known);
  return {
    shortest: lengths.reduce((sum, [shortest]) => sum + shortest, bytes),
    longest: lengths.reduce((sum, [, longest]) => sum + longest, bytes),
  };
}

function lengthsOf(found: string): Lengths {
  const [, owner, name] = /^⟦(.*)#(.*)⟧$/s.exec(found) ?? ['', '', ''];
  return found === PLACEHOLDER ? UNKNOWN : owner === 'AWS' ? PSEUDO_PARAMETERS[name] ?? NAME : name.includes('.') ? ARN : NAME;
}

/** In UTF-8: a character of two halves has four bytes. */
function bytesIn(text: string): number {
  return text.length + (text.match(/[\u0080-\uffff]/g) ?? []).length + (text.match(/[\u0800-\ud7ff\ue000-\uffff]/g) ?? []).length;
}
