import { allowedBeyond } from './compare';
import { PolicyDocument, PolicyStatement } from '../policy-document';
import { RequestSpace } from '../search/request-space';

/** A statement, and whether removing it would change what the policy allows. */
export interface StatementEffect {
  readonly statement: PolicyStatement;
  /** Absent where it could not be decided. */
  readonly dead?: boolean;
}

/** All statements together may take so long. */
const MILLISECONDS = 3_000;

/** Says of every statement whether it is dead: iff the policy without it allows the same requests. */
export function deadStatements(document: PolicyDocument): StatementEffect[] {
  const deadline = Date.now() + MILLISECONDS;
  const space = new RequestSpace({ documents: [document] });
  return document.statements.map((statement) => {
    const milliseconds = Math.min(500, deadline - Date.now());
    if (milliseconds <= 0) {
      return { statement };
    }
    const without: PolicyDocument = { ...document, statements: document.statements.filter((other) => other !== statement) };
    // Removing an Allow can only lose requests, removing a Deny can only gain some.
    const { kind } = statement.effect === 'Allow' ? allowedBeyond(document, without, { milliseconds }, space) : allowedBeyond(without, document, { milliseconds }, space);
    return { statement, dead: kind === 'unknown' ? undefined : kind === 'none' };
  });
}
