import { asOpenText, POLICY_PLACES, PolicyPlace } from './open-text';
import { isRecord } from './read-json';
import { symbol } from './symbol';
import { DeploymentCondition } from './template-conditions';
import { Holes, isTextPart, joinTexts, UnknownText } from './unknown-text';
import { UnknownValue } from '../policy/unknown-value';

/**
 * The value of `BucketNamespace` for a name that S3 reserves for an account in a Region.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/gpbucketnamespaces.html
 */
export const ACCOUNT_REGIONAL = 'account-regional';

/** The name that CloudFormation makes of `BucketNamePrefix` in such a namespace; undefined where that is not what a template says. */
export function accountRegionalName(prefix: unknown, namespace: unknown, account: unknown, region: unknown): string | UnknownValue | undefined {
  const parts = [prefix, account, region, 'an'];
  return namespace === ACCOUNT_REGIONAL && parts.every(isTextPart) ? joinTexts(parts, '-') : undefined;
}

/** A bucket whose name is not known before deployment, and the conditions under which it has it. */
export interface NamedBucket {
  readonly symbol: string;
  readonly conditions: readonly DeploymentCondition[];
}

/**
 * The buckets whose name is an expression that is decided at deployment, found in texts that spell the same expression.
 *
 * What the expression comes to is a bucket's name where the bucket is there, and has none of the wildcards that it might
 * bring into the text otherwise.
 */
export class BucketNames {
  /** Under the texts of their names; under the text of two buckets' names none of them. */
  private readonly byText = new Map<string, NamedBucket | undefined>();

  /** Under the texts by which policies name buckets of other templates. */
  private readonly elsewhere = new Map<string, NamedBucket[]>();

  add(name: UnknownText, bucket: NamedBucket): void {
    this.byText.set(name.text, this.byText.has(name.text) ? undefined : bucket);
  }

  /** Adds what a bucket policy names its bucket by: if no bucket of the templates is named so, it is one elsewhere. */
  addElsewhere({ text }: UnknownText, conditions: readonly DeploymentCondition[], holes: Holes): void {
    const name = text.replace(/⟦\?\d+⟧/g, (hole) => holes.of(hole)?.name ?? hole).replace(/⟦[^⟧#]*#([^⟧]*)⟧/g, '$1').replace(/[⟦⟧#]/g, '');
    const bucket = { symbol: symbol(`bucket ${text.replace(/[⟦⟧#]/g, ' ')}`, name), conditions };
    this.elsewhere.set(text, [...this.elsewhere.get(text) ?? [], bucket]);
  }

  /**
   * Puts the symbols of buckets where texts spell their names, all the way down. What is not known of a text then makes it
   * unknown as a whole, unless it stands where it can only be an account.
   */
  spellIn(value: unknown, holes: Holes, isThere: (bucket: NamedBucket) => boolean, place?: PolicyPlace): unknown {
    if (value instanceof UnknownText) {
      const text = value.text.replace(NAME, (name) => {
        // Whatever names the bucket of a policy may also be what a bucket of these templates is called, but not in the policy itself.
        const buckets = this.byText.has(name) ? [this.byText.get(name)] : place ? this.elsewhere.get(name) ?? [] : [];
        return buckets.find((bucket) => bucket && isThere(bucket))?.symbol ?? name;
      });
      return !isOpen(text) ? text : (place && asOpenText(text, place, holes)) ?? new UnknownValue(value.reason, true);
    }
    return Array.isArray(value) ? value.map((item) => this.spellIn(item, holes, isThere, place))
      : isRecord(value) ? Object.fromEntries(Object.entries(value).map(([key, item]) => [
        key, this.spellIn(item, holes, isThere, place ?? POLICY_PLACES.find((one) => one === key)),
      ]))
        : value;
  }
}

function isOpen(text: string): boolean {
  return text.includes('⟦?') || text.includes('{{resolve:');
}

/** What may be the whole name of a bucket: there are characters around it that no name has. */
const NAME = /(?:⟦[^⟧]*⟧|[A-Za-z0-9._-])+/g;
