import { PolicyStatement } from '../policy/policy-document';

/** What a finding on a statement is called: it stays when statements are added before it, moved or removed. */
export function statementFinding(logicalId: string, { id, index }: Pick<PolicyStatement, 'id' | 'index'>): string {
  return `${logicalId}.Statement.${id ?? index}`;
}
