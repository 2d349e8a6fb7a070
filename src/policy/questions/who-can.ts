import { statementsOf, unreadIn } from './compare';
import { AccessSearch } from '../access/access-search';
import { Candidate, partsOf } from '../access/candidate';
import { AccessRow, rowOf, withoutImplied } from '../access/rows';
import { evaluate } from '../evaluate';
import { PolicyDocument } from '../policy-document';
import { UnknownReason } from '../search/goal';
import { RequestSpace } from '../search/request-space';

/** All rows together may take so long, if no more is said. */
const MILLISECONDS = 700;

/**
 * Lists who gets in by this policy: rows that together allow what it allows, none of which the others imply.
 *
 * A row is certain if a request was found that gets in by it and by no other row. What could not be decided is a row with a
 * reason.
 */
export function whoCan(document: PolicyDocument, milliseconds = MILLISECONDS): AccessRow[] {
  const deadline = Date.now() + milliseconds;
  const denies = statementsOf(document, 'Deny');
  const unread = unreadIn([document]);
  const candidates = statementsOf(document, 'Allow').flatMap((source) => partsOf(source.statement).map((statement): { candidate: Candidate; sources: [typeof source] } => ({
    candidate: { grant: { document, statement }, levels: [], denies, confirm: (request) => evaluate(document, request).decision === 'Allow' },
    sources: [source],
  })));
  const parts: PolicyDocument = { ...document, statements: candidates.map(({ candidate }) => candidate.grant.statement) };
  const documents = [document, parts];
  const search = new AccessSearch(documents, new RequestSpace({ documents }), deadline);
  const rows = withoutImplied(search, candidates).map((kept) => rowOf(search, kept));
  return unread ? [...rows.map((row) => doubtful(row, unread)), unreadRow(document, unread)] : rows;
}

function doubtful({ witness, ...row }: AccessRow, reason: UnknownReason): AccessRow {
  return { ...row, certainty: 'unknown', reason };
}

/** A statement that could not be read may let anyone in. */
function unreadRow({ statements }: PolicyDocument, reason: UnknownReason): AccessRow {
  return {
    principal: 'not known before deployment',
    actions: [],
    objects: [],
    conditions: [],
    paths: [],
    certainty: 'unknown',
    reason,
    sources: [],
    unless: [],
    levels: [],
    grant: { index: statements.length, effect: 'Allow', principals: [], notPrincipals: [], actions: [], notActions: [], resources: [], notResources: [], conditions: [], malformed: true },
  };
}
