import { aws_s3 as s3, Token } from 'aws-cdk-lib';
import { InputChecks } from '../input/input-checks';

/** @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_CORSConfiguration.html */
const MOST_RULES = 100;

/** What pages on the developer's own machine have for an origin. */
const LOCAL = /^https?:\/\/(localhost|127\.0\.0\.1|\[::1\])(:(\d+|\*))?$/;

/** Two whole labels after the wildcard, so that it stands for hosts below a domain. */
const BELOW_A_DOMAIN = /^[^.:]*\.[^.*]+\.[^*]+$/;

/**
 * Refuses rules for requests of browsers that S3 would refuse, that no browser matches, or that let in any website.
 *
 * @param prop what the first rule is called
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/ManageCorsUsing.html
 */
export function checkCors(checks: InputChecks, rules: readonly s3.CorsRule[] | undefined, anyOrigin: boolean, prop = 'cors'): void {
  if (rules?.length === 0) {
    checks.refuse(`${prop} is empty. Leave ${prop} out, so that no website reaches the bucket from a browser`);
  }
  if (rules && rules.length > MOST_RULES) {
    checks.refuse(`${prop} has ${rules.length} rules, and S3 accepts ${MOST_RULES}. Join some`);
  }
  rules?.forEach((rule, i) => checkRule(checks, rule, anyOrigin, `${prop}[${i}]`));
  if (anyOrigin && !rules?.some(({ allowedOrigins }) => allowedOrigins.some((origin) => !Token.isUnresolved(origin) && isOpen(origin)))) {
    checks.refuse('corsAnyOrigin: true allows scripts of any website, but no rule of cors has an open origin. Leave corsAnyOrigin out');
  }
}

/** Refuses a single rule. */
export function checkRule(checks: InputChecks, { allowedOrigins, allowedMethods, allowedHeaders, exposedHeaders, maxAge }: s3.CorsRule, anyOrigin: boolean, prop: string): void {
  for (const [name, values] of Object.entries({ allowedOrigins, allowedMethods })) {
    if (values.length === 0) {
      checks.refuse(`${prop}.${name} is an empty list, and S3 accepts no rule without one. List what the website needs`);
    }
  }
  allowedOrigins.forEach((origin, i) => {
    const problem = Token.isUnresolved(origin) ? undefined : originProblem(origin, anyOrigin);
    if (problem) {
      checks.refuse(`${prop}.allowedOrigins[${i}] is '${origin}', ${problem}`);
    }
  });
  allowedMethods.forEach((method, i) => checks.oneOf(`${prop}.allowedMethods[${i}]`, method, s3.HttpMethods, 's3.HttpMethods'));
  allowedHeaders?.forEach((header, i) => {
    if (!Token.isUnresolved(header) && header.split('*').length > 2) {
      checks.refuse(`${prop}.allowedHeaders[${i}] is '${header}', and S3 accepts one wildcard in a header. Use one, such as x-amz-*`);
    }
  });
  exposedHeaders?.forEach((header, i) => {
    if (!Token.isUnresolved(header) && header.includes('*')) {
      checks.refuse(`${prop}.exposedHeaders[${i}] is '${header}', and S3 accepts no wildcard there. List the headers, such as ETag`);
    }
  });
  checks.number(`${prop}.maxAge`, maxAge, { from: 0, whole: true });
}

function originProblem(origin: string, anyOrigin: boolean): string | undefined {
  if (origin.split('*').length > 2) {
    return 'and S3 accepts one wildcard in an origin. Use one, such as https://*.example.com';
  }
  if (!isOpen(origin)) {
    return /^([a-z][a-z0-9+.-]*|\*):\/\/[^/\s?#@]+$/i.test(origin) ? origin !== origin.toLowerCase() ? 'and browsers send origins in lower case. Write it so' : undefined
      : 'which is not an origin. Use scheme and host without a path, such as https://www.example.com';
  }
  return anyOrigin ? undefined : 'which allows scripts of websites that you do not control use what the browsers of your users may reach, such as presigned URLs. '
    + 'List your own origins, such as https://www.example.com or https://*.example.com, or set corsAnyOrigin: true';
}

/** Whether strangers can have an origin that matches. */
function isOpen(origin: string): boolean {
  const host = origin.replace(/^[^:/]*:\/\//, '');
  if (origin === 'null') {
    // That of every sandboxed frame and local file.
    return true;
  }
  if (!origin.includes('*') || LOCAL.test(origin) || !host.includes('*')) {
    return false;
  }
  return !/^[^*]+:\*$/.test(host) && !BELOW_A_DOMAIN.test(host.slice(host.indexOf('*') + 1));
}
