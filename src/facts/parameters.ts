import { ownValue, textOf } from './read-json';

/**
 * What the declaration of a parameter says of its value.
 *
 * Its `Default` says nothing: whoever deploys the template may give another value.
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
}

export function readParameterKind(declaration: unknown): ParameterKind {
  const type = textOf(ownValue(declaration, 'Type'));
  const allowed = ownValue(declaration, 'AllowedValues');
  const list = LIST.test(type);
  return {
    list,
    hidden: type.startsWith('AWS::SSM::Parameter::Value<') || textOf(ownValue(declaration, 'NoEcho')) === 'true',
    // The allowed values of a list are those of its items, of which there may be any number.
    only: !list && Array.isArray(allowed) && allowed.length === 1 ? optionalText(allowed[0]) : undefined,
    fallback: optionalText(ownValue(declaration, 'Default')),
  };
}

const LIST = /^(?:AWS::SSM::Parameter::Value<)?(?:CommaDelimitedList|List<)/;

function optionalText(value: unknown): string | undefined {
  return ['string', 'number', 'boolean'].includes(typeof value) ? String(value) : undefined;
}
