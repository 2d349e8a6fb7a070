import { PolicyDocument } from './policy-document';
import { TRUST_ZONE_FORMATS } from './questions/allows-outside';

const [isBlock] = TRUST_ZONE_FORMATS.cidrs;

/** The blocks of addresses that policies compare `aws:SourceIp` with, those aside that are as good as all. What is no block matches no address. */
export function addressBlocksIn(documents: readonly PolicyDocument[]): string[] {
  const values = documents.flatMap(({ statements }) => statements.flatMap(({ conditions }) => conditions.filter(({ key }) => key === 'aws:sourceip').flatMap((clause) => clause.values)));
  return [...new Set(values)].filter((value): value is string => typeof value === 'string' && !/\/[0-7]$/.test(value) && isBlock(value));
}
