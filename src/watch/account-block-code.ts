/**
 * The code of the provider of `AccountBlockPublicAccess`, inline: it is 40 lines, and the AWS SDK is in the runtime.
 *
 * An S3 policy of AWS Organizations denies the call to change settings, and keeps them itself: denied is then done, if they are on.
 * A deletion leaves them on, because they protect buckets that nobody has looked at.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_control_PutPublicAccessBlock.html
 * @see https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_s3.html
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/crpg-ref-responses.html
 */
export const ACCOUNT_BLOCK_CODE = `
const https = require('node:https');
const { S3ControlClient, GetPublicAccessBlockCommand, PutPublicAccessBlockCommand } = require('@aws-sdk/client-s3-control');

const NAMES = ['BlockPublicAcls', 'IgnorePublicAcls', 'BlockPublicPolicy', 'RestrictPublicBuckets'];
const ALL = Object.fromEntries(NAMES.map((name) => [name, true]));

async function blockPublicAccess(AccountId) {
  const client = new S3ControlClient({});
  try {
    await client.send(new PutPublicAccessBlockCommand({ AccountId, PublicAccessBlockConfiguration: ALL }));
    return 'account';
  } catch (error) {
    if (error.name !== 'AccessDenied') throw error;
    const settings = await client.send(new GetPublicAccessBlockCommand({ AccountId })).then((output) => output.PublicAccessBlockConfiguration ?? {}, () => ({}));
    const off = NAMES.filter((name) => settings[name] !== true);
    if (off.length === 0) return 'organization';
    throw new Error('s3:PutAccountPublicAccessBlock was denied, and these settings are off: ' + off.join(', ')
      + '. If an S3 policy of AWS Organizations manages them, turn them on there; otherwise allow the call in service control policies');
  }
}

exports.handler = async (event) => {
  const answer = { Status: 'SUCCESS', StackId: event.StackId, RequestId: event.RequestId, LogicalResourceId: event.LogicalResourceId, PhysicalResourceId: event.ResourceProperties.AccountId };
  try {
    if (event.RequestType !== 'Delete') answer.Data = { ManagedBy: await blockPublicAccess(event.ResourceProperties.AccountId) };
  } catch (error) {
    Object.assign(answer, { Status: 'FAILED', Reason: error.message });
  }
  const body = JSON.stringify(answer);
  await new Promise((resolve, reject) => {
    const request = https.request(event.ResponseURL, { method: 'PUT', headers: { 'content-type': '', 'content-length': Buffer.byteLength(body) } }, (response) => { response.resume(); resolve(); });
    request.on('error', reject);
    request.end(body);
  });
};
`.trimStart();
