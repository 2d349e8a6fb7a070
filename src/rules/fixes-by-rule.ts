import { FIXES_OF_DURABILITY } from './fixes-of-durability';
import { FIXES_OF_ENCRYPTION } from './fixes-of-encryption';
import { FIXES_OF_EXPOSURE } from './fixes-of-exposure';
import { FIXES_OF_IDENTITY } from './fixes-of-identity';
import { FIXES_OF_LOGGING } from './fixes-of-logging';
import { FIXES_OF_REACH } from './fixes-of-reach';
import { FIXES_OF_TRANSPORT } from './fixes-of-transport';
import { RuleFixes } from './rule-fixes';

/** The fixes of every rule of the catalog, by its id. */
export const FIXES_BY_RULE: Readonly<Record<string, RuleFixes>> = {
  ...FIXES_OF_EXPOSURE,
  ...FIXES_OF_TRANSPORT,
  ...FIXES_OF_ENCRYPTION,
  ...FIXES_OF_REACH,
  ...FIXES_OF_IDENTITY,
  ...FIXES_OF_LOGGING,
  ...FIXES_OF_DURABILITY,
};
