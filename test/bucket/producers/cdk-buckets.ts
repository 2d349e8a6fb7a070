import * as fs from 'node:fs';
import * as path from 'node:path';
import { gunzipSync } from 'node:zlib';

const LIBRARY = path.dirname(require.resolve('aws-cdk-lib/package.json'));

/* eslint-disable @typescript-eslint/no-explicit-any */
const types: Record<string, any> = JSON.parse(gunzipSync(fs.readFileSync(path.join(LIBRARY, '.jsii.gz'))).toString()).types;

const BUCKET = /^aws-cdk-lib\.(aws_s3\.I?Bucket|interfaces\.aws_s3\.IBucketRef)$/;

/** The properties and parameters of CDK's API that take a bucket, those of L1s aside: `aws_cloudtrail.TrailProps.bucket`. */
export function takersOfBuckets(): string[] {
  return Object.values(types).filter(({ fqn }) => !/\.Cfn[A-Z]/.test(fqn)).flatMap((type): string[] => {
    const name = type.fqn.replace(/^aws-cdk-lib\./, '');
    const properties = type.kind === 'interface' && type.datatype ? (type.properties ?? []).filter((property: any) => isBucket(property.type)).map((property: any) => `${name}.${property.name}`) : [];
    const callables = type.datatype ? [] : [...type.initializer ? [{ name: 'new', ...type.initializer }] : [], ...type.methods ?? []];
    return [...properties, ...callables.flatMap((callable) => (callable.parameters ?? []).filter((parameter: any) => isBucket(parameter.type)).map((parameter: any) => `${name}.${callable.name}(${parameter.name})`))];
  }).sort();
}

function isBucket(type: any): boolean {
  return type !== undefined && (BUCKET.test(type.fqn ?? '') || isBucket(type.collection?.elementtype) || (type.union?.types ?? []).some(isBucket));
}

/** A statement on a bucket, or a grant of writing to one, as CDK's modules call it. */
const CALL = /[bB]ucket\w*(?:\)|!|\?)?\.(?:addToResourcePolicy|grantPut|grantPutAcl|grantWrite|grantReadWrite|grantDelete)\(/;

/** The modules of CDK that add statements for a bucket, or grant writing to one. */
export function modulesThatOpenBuckets(): string[] {
  const folders = fs.readdirSync(LIBRARY).filter((name) => /^(aws-|pipelines$|custom-resources$|triggers$)/.test(name));
  return folders.flatMap((folder) => scripts(path.join(folder, 'lib'))).filter((file) => CALL.test(fs.readFileSync(path.join(LIBRARY, file), 'utf8'))).sort();
}

function scripts(folder: string): string[] {
  const full = path.join(LIBRARY, folder);
  return !fs.existsSync(full) ? [] : fs.readdirSync(full, { withFileTypes: true }).flatMap((entry) => {
    const name = path.posix.join(folder, entry.name);
    return entry.isDirectory() ? scripts(name) : /(?<!\.generated)\.js$/.test(entry.name) ? [name] : [];
  });
}
