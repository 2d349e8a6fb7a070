import { ConfigServiceClient, PutEvaluationsCommand } from '@aws-sdk/client-config-service';
import { BatchImportFindingsCommand, SecurityHubClient } from '@aws-sdk/client-securityhub';
import { ImportFindings } from './channels';
import { PutEvaluations } from './config-rule';

/** Imports findings into Security Hub. */
export function findingsImporter(client: SecurityHubClient): ImportFindings {
  return async (findings) => {
    const { FailedFindings = [] } = await client.send(new BatchImportFindingsCommand({ Findings: [...findings] }));
    return new Map(FailedFindings.map(({ Id, ErrorCode }) => [Id, ErrorCode]));
  };
}

/** Gives evaluations to AWS Config. */
export function evaluationsPutter(client: ConfigServiceClient): PutEvaluations {
  return async (evaluations, ResultToken) => {
    const { FailedEvaluations = [] } = await client.send(new PutEvaluationsCommand({ Evaluations: [...evaluations], ResultToken }));
    if (FailedEvaluations.length > 0) {
      throw new Error(`AWS Config did not accept ${FailedEvaluations.length} of ${evaluations.length} evaluations`);
    }
  };
}
