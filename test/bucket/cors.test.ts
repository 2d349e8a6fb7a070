import { App, aws_s3 as s3, Lazy, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { HardenedBucket, HardenedBucketProps } from '../../src';

const GET = [s3.HttpMethods.GET];

function bucketWith(props: HardenedBucketProps): HardenedBucket {
  return new HardenedBucket(new Stack(new App(), 'Stack'), 'Bucket', props);
}

function rulesOf(bucket: HardenedBucket): any[] {
  const [{ Properties }] = Object.values(Template.fromStack(Stack.of(bucket)).findResources('AWS::S3::Bucket', { Metadata: { 'cdk-hardened-bucket': 'HardenedBucket' } }));
  return Properties.CorsConfiguration?.CorsRules;
}

/** Origins that only their owner can have. */
test.each(['https://www.example.com', 'https://*.example.com', 'https://app-*.example.com', '*://example.com', 'http://localhost:3000', 'http://localhost:*', 'https://www.example.com:*',
  'https://www.example.com:8443', 'https://*.example.com:8443', 'capacitor://localhost', Lazy.string({ produce: () => '*' })])('the origin %s is accepted', (origin) => {
  expect(() => bucketWith({ cors: [{ allowedOrigins: [origin], allowedMethods: GET }] })).not.toThrow();
});

/** Origins that anyone can have. */
const OPEN = ['*', 'http*', 'https*', 'http://*', 'https://*', 'https://*:443', 'https://*.com', 'https://*example.com', 'https://example.*', 'null'];

test.each(OPEN)('fails for the open origin %s, unless that is asked for', (origin) => {
  const cors = [{ allowedOrigins: ['https://www.example.com', origin], allowedMethods: GET }];
  expect(() => bucketWith({ cors })).toThrow(`[Stack/Bucket] cors[0].allowedOrigins[1] is '${origin}', which allows scripts of websites that you do not control`);
  expect(() => bucketWith({ cors, corsAnyOrigin: true })).not.toThrow();
});

test.each<[string, Partial<s3.CorsRule>, string]>([
  ['a path', { allowedOrigins: ['https://www.example.com/'] }, "allowedOrigins[0] is 'https://www.example.com/', which is not an origin. Use scheme and host without a path"],
  ['no scheme', { allowedOrigins: ['www.example.com'] }, "'www.example.com', which is not an origin"],
  ['upper case', { allowedOrigins: ['https://www.Example.com'] }, 'browsers send origins in lower case'],
  ['two wildcards', { allowedOrigins: ['https://*.*.example.com'] }, 'S3 accepts one wildcard in an origin'],
  ['no origin', { allowedOrigins: [] }, 'cors[0].allowedOrigins is an empty list'],
  ['no method', { allowedMethods: [] }, 'cors[0].allowedMethods is an empty list'],
  ['a method that S3 does not know', { allowedMethods: ['PATCH' as s3.HttpMethods] }, 'allowedMethods[0] is "PATCH". Use one of s3.HttpMethods.GET'],
  ['two wildcards in a header', { allowedHeaders: ['*-amz-*'] }, "allowedHeaders[0] is '*-amz-*', and S3 accepts one wildcard"],
  ['a wildcard in an exposed header', { exposedHeaders: ['*'] }, "exposedHeaders[0] is '*', and S3 accepts no wildcard there"],
  ['half a second', { maxAge: 0.5 }, 'cors[0].maxAge is 0.5'],
  ['a mistyped name', { allowedOrigin: ['*'] } as object, 'cors[0].allowedOrigin is not a property of s3.CorsRule. Use cors[0].allowedOrigins'],
])('fails for %s', (_, rule, message) => {
  expect(() => bucketWith({ cors: [{ allowedOrigins: ['https://www.example.com'], allowedMethods: GET, ...rule }] })).toThrow(message);
});

test.each<[string, HardenedBucketProps, string]>([
  ['no rules', { cors: [] }, 'cors is empty'],
  ['101 rules', { cors: Array.from({ length: 101 }, () => ({ allowedOrigins: ['https://www.example.com'], allowedMethods: GET })) }, 'cors has 101 rules, and S3 accepts 100'],
  ['a relaxation that nothing needs', { corsAnyOrigin: true }, 'corsAnyOrigin: true allows scripts of any website, but no rule of cors has an open origin'],
])('fails for %s', (_, props, message) => {
  expect(() => bucketWith(props)).toThrow(message);
});

test('the rules are in the template, those that are added later as well', () => {
  const bucket = bucketWith({ cors: [{ allowedOrigins: ['https://www.example.com'], allowedMethods: GET, allowedHeaders: ['*'], maxAge: 600 }] });
  bucket.addCorsRule({ allowedOrigins: ['https://app.example.com'], allowedMethods: [s3.HttpMethods.PUT] });
  expect(rulesOf(bucket)).toEqual([
    { AllowedOrigins: ['https://www.example.com'], AllowedMethods: ['GET'], AllowedHeaders: ['*'], MaxAge: 600 },
    { AllowedOrigins: ['https://app.example.com'], AllowedMethods: ['PUT'] },
  ]);
});

test('fails for an open origin that is added later', () => {
  const open = { allowedOrigins: ['*'], allowedMethods: GET };
  expect(() => bucketWith({}).addCorsRule(open)).toThrow("[Stack/Bucket] rule.allowedOrigins[0] is '*'");
  expect(() => bucketWith({ cors: [open], corsAnyOrigin: true }).addCorsRule(open)).not.toThrow();
});

test('fails for an open origin by an override', () => {
  const bucket = bucketWith({});
  (bucket.node.defaultChild as s3.CfnBucket).corsConfiguration = { corsRules: [{ allowedOrigins: ['*'], allowedMethods: ['GET'] }] };
  expect(() => (bucket.node.root as App).synth()).toThrow('HardenedBucket-CorsNotOpen');
});
