import { matchesAccountsOnly } from './allowed-pattern';
import { ownValue, textOf } from './read-json';
import { isAccountId, OpenText } from './unknown-text';

/**
 * What the declaration of a parameter says of its value.
 *
 * Its `Default` says nothing: anyone who deploys the template may give another value.
 *
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/parameters-section-structure.html
 */
export interface ParameterKind {
  /** Its value is a list, given as one text with commas. */
  readonly list: boolean;
  /** What is given is not the value (but the name of a Systems Manager parameter that holds it), or is a secret that belongs into no finding. */
  readonly hidden: boolean;
  /** The one value that it may have. */
  readonly only: string | undefined;
  readonly fallback: string | undefined;
  /** The accounts that it may be, where it can be nothing else. */
  readonly accounts: OpenText['accounts'];
}

export function readParameterKind(declaration: unknown): ParameterKind {
  const type = textOf(ownValue(declaration, 'Type'));
  const allowed = ownValue(declaration, 'AllowedValues');
  const list = LIST.test(type);
  const isNamed = type.startsWith('AWS::SSM::Parameter::Value<');
  const isSecret = textOf(ownValue(declaration, 'NoEcho')) === 'true';
  return {
    list,
    hidden: isNamed || isSecret,
    // The allowed values of a list are those of its items, of which there may be any number.
    only: !list && Array.isArray(allowed) && allowed.length === 1 ? optionalText(allowed[0]) : undefined,
    fallback: optionalText(ownValue(declaration, 'Default')),
    // What is declared of the name of a Systems Manager parameter says nothing of its value.
    accounts: isNamed || list ? undefined : accountsOf(Array.isArray(allowed) ? allowed.map(optionalText) : [], textOf(ownValue(declaration, 'AllowedPattern')), isSecret),
  };
}

function accountsOf(allowed: readonly (string | undefined)[], pattern: string, isSecret: boolean): OpenText['accounts'] {
  return allowed.length > 0 && allowed.every(isAccountId) ? isSecret ? 'any' : allowed : matchesAccountsOnly(pattern) ? 'any' : undefined;
}

const LIST = /^(?:AWS::SSM::Parameter::Value<)?(?:CommaDelimitedList|List<)/;

function optionalText(value: unknown): string | undefined {
  return ['string', 'number', 'boolean'].includes(typeof value) ? String(value) : undefined;
}
