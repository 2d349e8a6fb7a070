import { App, aws_iam as iam, aws_kms as kms, aws_lambda as lambda, aws_s3 as s3, Stack } from 'aws-cdk-lib';

/**
 * Synthesizes an app of so many stacks into a folder, each with a few buckets, a key, and a function that uses them; with `after`,
 * a pull request has changed every tenth.
 */
const [outdir, stacks, side] = process.argv.slice(2);
const app = new App({ outdir, analyticsReporting: false });
for (let i = 0; i < Number(stacks); i++) {
  const isChanged = side === 'after' && i % 10 === 0;
  const stack = new Stack(app, `Team${i}`);
  const key = new kms.Key(stack, 'Key', { enableKeyRotation: true });
  const logs = new s3.Bucket(stack, 'Logs', { enforceSSL: true, blockPublicAccess: s3.BlockPublicAccess.BLOCK_ALL });
  const data = new s3.Bucket(stack, 'Data', { encryptionKey: key, enforceSSL: true, versioned: !isChanged, serverAccessLogsBucket: logs, blockPublicAccess: s3.BlockPublicAccess.BLOCK_ALL });
  const exchange = new s3.Bucket(stack, 'Exchange', { enforceSSL: true });
  exchange.grantRead(new iam.AccountPrincipal('444455556666'));
  if (isChanged) {
    exchange.grantPut(new iam.AccountPrincipal('777788889999'));
  }
  const handler = new lambda.Function(stack, 'Handler', { runtime: lambda.Runtime.NODEJS_22_X, handler: 'index.handler', code: lambda.Code.fromInline('exports.handler = async () => {};') });
  data.grantReadWrite(handler);
}
app.synth();
