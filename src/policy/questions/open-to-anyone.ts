import { allowsOutside, TrustZone } from './allows-outside';
import { anyoneAllowed } from './anyone-allowed';
import { AccessPointDelegation, decidedByAccessPoints, delegationsIn, without, withOnly } from '../access-point-delegation';
import { PolicyDocument } from '../policy-document';
import { SearchResult } from '../search/goal';

/**
 * Finds a request that anyone could send and the policy allows by itself; none iff there is none at all.
 *
 * Where all such requests come through the access points of fixed accounts, it is unknown: the policy of the access point has to
 * allow them as well. S3 accepts such a statement for not public.
 */
export function openToAnyone(document: PolicyDocument, known: readonly string[] = []): SearchResult {
  return unlessDelegated(document, (part) => anyoneAllowed(part, known), () => true);
}

/** The same for requests from outside a trust zone, and for access points of accounts inside it. */
export function outsideByItself(document: PolicyDocument, zone: TrustZone): SearchResult {
  return unlessDelegated(document, (part) => allowsOutside(part, zone), ({ accounts }) => accounts.every((account) => zone.accounts?.includes(account)));
}

/** Asks of the policy without the delegations that are admitted, and then of each of those. */
export function unlessDelegated(document: PolicyDocument, ask: (part: PolicyDocument) => SearchResult, isAdmitted: (delegation: AccessPointDelegation) => boolean): SearchResult {
  const delegations = delegationsIn(document).filter(isAdmitted);
  const direct = ask(without(document, delegations.map(({ statement }) => statement)));
  if (direct.kind === 'found') {
    return direct;
  }
  let doubt = direct;
  for (const { statement, accounts } of delegations) {
    const through = ask(withOnly(document, statement));
    if (through.kind === 'found') {
      return { kind: 'unknown', reason: { code: 'accessPoints', message: decidedByAccessPoints(accounts), where: `Statement[${statement.index}].Condition` } };
    }
    doubt = doubt.kind === 'unknown' ? doubt : through;
  }
  return doubt;
}
