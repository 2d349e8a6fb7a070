import { COMMON_CONDITION_KEYS, S3_ACTION_ROWS } from './s3-actions.generated';

/** Condition keys as AWS writes them. They do not depend on case, and are compared in lower case. */
const SPELLINGS = new Map([
  'aws:CalledVia', 'aws:CalledViaFirst', 'aws:CalledViaLast', 'aws:CurrentTime', 'aws:EpochTime', 'aws:MultiFactorAuthAge', 'aws:MultiFactorAuthPresent', 'aws:PrincipalAccount',
  'aws:PrincipalArn', 'aws:PrincipalIsAWSService', 'aws:PrincipalOrgID', 'aws:PrincipalOrgPaths', 'aws:PrincipalServiceName', 'aws:PrincipalServiceNamesList', 'aws:PrincipalType',
  'aws:Referer', 'aws:RequestedRegion', 'aws:ResourceAccount', 'aws:ResourceOrgID', 'aws:SecureTransport', 'aws:SourceAccount', 'aws:SourceArn', 'aws:SourceIp', 'aws:SourceOrgID',
  'aws:SourceOrgPaths', 'aws:SourceOwner', 'aws:SourceVpc', 'aws:SourceVpcArn', 'aws:SourceVpce', 'aws:TagKeys', 'aws:TokenIssueTime', 'aws:UserAgent', 'aws:ViaAWSService',
  'aws:VpcSourceIp', 'aws:VpceAccount', 'aws:VpceOrgID', 'aws:VpceOrgPaths', 's3:DataAccessPointAccount', 's3:DataAccessPointArn', 's3:AccessPointNetworkOrigin',
  ...COMMON_CONDITION_KEYS.split(' '), ...S3_ACTION_ROWS.flatMap(([, , , keys]) => keys.split(' ')),
].map((key) => [key.toLowerCase(), key]));

/** A key as AWS writes it. */
export function spelledKey(key: string): string {
  return SPELLINGS.get(key) ?? key;
}
