import { ChainCaller } from './chain-caller';
import { ConcreteNames, isOwnAccount } from './concrete-names';
import { Identities } from '../facts/identities/identities';
import { PlaceFacts } from '../facts/places/place-facts';
import { PolicyDocument } from '../policy/policy-document';
import { unreadIn } from '../policy/questions/compare';
import { Known, known, mapKnown, unknown } from '../template/known';

/** Whose credentials the requests of a place are signed with: one caller, or each that comes into question. */
export function callersOf(place: PlaceFacts, identities: Identities, names: ConcreteNames): readonly ChainCaller[] {
  const { role, servicePrincipal, sourceArn, originAccessIdentity, address } = place;
  const account = isOwnAccount(place.account) ? names.account : place.account!;
  if (servicePrincipal !== undefined) {
    return [{ kind: 'service', principal: servicePrincipal, account, sourceArn: names.plain(sourceArn ?? `arn:aws:service:us-east-1:${account}:${address.logicalId}`) }];
  }
  if (originAccessIdentity) {
    return originAccessIdentity.known ? [
      { kind: 'principal', arn: names.plain(originAccessIdentity.value.arn), account: 'cloudfront' },
      ...originAccessIdentity.value.canonicalUser === undefined ? [] : [{ kind: 'canonicalUser' as const, id: names.plain(originAccessIdentity.value.canonicalUser) }],
    ] : [openRole(place, account, originAccessIdentity.reason)];
  }
  if (!role.known) {
    return [openRole(place, account, role.reason)];
  }
  return [role.value === undefined ? { kind: 'anonymous' } : roleCaller(role.value, account, identities, names)];
}

function roleCaller(arn: string, account: string, identities: Identities, names: ConcreteNames): ChainCaller {
  const found = identities.of(arn);
  const plain = names.plain(arn);
  const owner = /^arn:[^:]*:iam::(\d{12}):/.exec(plain)?.[1] ?? account;
  if (!found) {
    const reason = `the policies of role ${names.readable(plain)} are not in these templates`;
    return { kind: 'role', arn: plain, account: owner, address: undefined, policies: unknown(reason), otherPolicies: unknown(reason), boundary: unknown(reason) };
  }
  return {
    kind: 'role',
    arn: plain,
    account: owner,
    address: found.address,
    policies: readIn(found.policies.map((policy) => names.document(policy)), found.address.logicalId),
    otherPolicies: found.otherPolicies,
    boundary: mapKnown(found.boundary, (boundary) => boundary && names.document(boundary)),
  };
}

/** A policy of which a statement, or all, cannot be read may allow or deny anything. */
function readIn(policies: readonly PolicyDocument[], role: string): Known<readonly PolicyDocument[]> {
  const unread = unreadIn(policies);
  return unread ? unknown(`a policy of role ${role} is not known: ${unread.message}`) : known(policies);
}

/** Some role of the account of which nothing is known. */
function openRole({ address: { logicalId } }: PlaceFacts, account: string, why: string): ChainCaller {
  const reason = `whose credentials ${logicalId} uses is not known: ${why}`;
  return {
    kind: 'role', arn: `arn:aws:iam::${account}:role/of-${logicalId}`, account, address: undefined, policies: unknown(reason), otherPolicies: unknown(reason), boundary: unknown(reason),
  };
}
