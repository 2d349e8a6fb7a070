import { allowedBeyond } from './compare';
import { PolicyDocument, PolicyStatement } from '../policy-document';

/** A statement, and whether removing it would change what the policy allows. */
export interface StatementEffect {
  readonly statement: PolicyStatement;
  /** Absent where it could not be decided. */
  readonly dead?: boolean;
}

/** Says of every statement whether it is dead: iff the policy without it allows the same requests. */
export function deadStatements(document: PolicyDocument): StatementEffect[] {
  return document.statements.map((statement) => {
    const without: PolicyDocument = { ...document, statements: document.statements.filter((other) => other !== statement) };
    // Removing an Allow can only lose requests, removing a Deny can only gain some.
    const { kind } = statement.effect === 'Allow' ? allowedBeyond(document, without) : allowedBeyond(without, document);
    return { statement, dead: kind === 'unknown' ? undefined : kind === 'none' };
  });
}
