import { Sourced } from './bound-statement';
import { BoundIdentity, boundIdentity, inBucket } from './chain-candidates';
import { ChainIdentity } from './chain-facts';
import { hasWildcard } from '../../policy/glob';
import { unreadIn } from '../../policy/questions/compare';
import { withoutSymbols } from '../../template/symbol';
import { ConcreteNames, isOwnAccount } from '../concrete-names';

/** The identities of an app by the buckets that their policies name, so that not every one is held against every bucket. */
export class IdentityIndex {
  private readonly all: ReadonlyMap<string, BoundIdentity>;
  /** Those whose policies name a bucket exactly, by its ARN; those of all others are looked through. */
  private readonly byBucket = new Map<string, Set<BoundIdentity>>();
  private readonly silent: readonly (readonly [string, BoundIdentity])[];
  private readonly anywhere = new Set<BoundIdentity>();
  private opened: readonly BoundIdentity[] | undefined;

  constructor(identities: readonly ChainIdentity[], names: ConcreteNames) {
    this.all = new Map(identities.map((facts): [string, BoundIdentity] => {
      const arn = names.plain(facts.arn);
      const account = isOwnAccount(facts.account) ? names.account : names.plain(facts.account);
      const within = facts.boundary.known && facts.boundary.value ? names.document(facts.boundary.value) : undefined;
      return [arn, boundIdentity(facts, names.nameOf(facts.address), arn, account, facts.policies.map((policy) => names.document(policy)), within, whyOpen(facts, names))];
    }));
    this.silent = [...this.all].map(([arn, identity]) => [arn, { ...identity, allows: [], denies: [] }]);
    for (const identity of this.all.values()) {
      for (const { statement } of [...identity.allows, ...identity.denies]) {
        for (const text of statement.resources.length === 0 ? ['*'] : statement.resources) {
          const [bucket] = typeof text === 'string' ? text.split('/') : ['*'];
          if (hasWildcard(bucket) || bucket.includes('${')) {
            this.anywhere.add(identity);
          } else {
            this.byBucket.set(bucket, (this.byBucket.get(bucket) ?? new Set()).add(identity));
          }
        }
      }
    }
  }

  get accounts(): readonly string[] {
    return [...new Set([...this.all.values()].map(({ account }) => account))];
  }

  /** Those that may be allowed more than what is known. */
  get open(): readonly BoundIdentity[] {
    return this.opened ??= [...this.all.values()].filter(({ open }) => open !== undefined);
  }

  /** Whether there is an identity with this ARN. */
  has(arn: string): boolean {
    return this.all.has(arn);
  }

  /** All identities, with what these say of a bucket, and nothing of the others. */
  seenFrom(known: readonly BoundIdentity[]): ReadonlyMap<string, BoundIdentity> {
    return new Map([...this.silent, ...known.map((identity) => [identity.arn, identity] as const)]);
  }

  /** The identities whose policies say something of this bucket, with what they say of it. */
  of(bucket: string): BoundIdentity[] {
    const about = (statements: readonly Sourced[]) => statements.filter((one) => inBucket(one, bucket) !== undefined && isAboutS3(one));
    return [...new Set([...this.byBucket.get(bucket) ?? [], ...this.anywhere])].flatMap((identity) => {
      const found = { ...identity, allows: about(identity.allows), denies: about(identity.denies) };
      return found.allows.length + found.denies.length === 0 ? [] : [found];
    });
  }
}

function isAboutS3({ statement: { actions, notActions } }: Sourced): boolean {
  return notActions.length > 0 || actions.some((text) => typeof text !== 'string' || /^(\*|s3:|s\*|\?)/i.test(text));
}

function whyOpen({ address, arn, otherPolicies, policies }: ChainIdentity, names: ConcreteNames): string | undefined {
  const unread = unreadIn(policies);
  const others = otherPolicies.known ? otherPolicies.value.map(withoutSymbols) : [];
  const reasons = [
    ...others.length > 0 ? [`managed ${others.length === 1 ? 'policy' : 'policies'} ${others.join(' and ')} ${others.length === 1 ? 'is' : 'are'} not in the templates`] : [],
    ...otherPolicies.known ? [] : [otherPolicies.reason], ...unread ? [unread.message] : [],
  ];
  return reasons.length === 0 ? undefined : `${arn.includes(':user/') ? 'user' : 'role'} ${names.nameOf(address)}: ${[...new Set(reasons)].join('; ')}`;
}
