import { App, aws_ec2 as ec2, aws_iam as iam, aws_s3 as s3, Stack } from 'aws-cdk-lib';
import { ACCOUNT, ENV } from './decisions';
import { BucketPerimeter, EndpointAccess, HardenedBucket, PerimeterOptions } from '../../src';
import { STRUCTS } from '../../src/input/structs.generated';
import { synthError } from '../bucket/apps';

function makeStack(app = new App(), id = 'Stack'): Stack {
  return new Stack(app, id, { env: ENV });
}

const role = (stack: Stack, id = 'Reader', props: Partial<iam.RoleProps> = {}) => new iam.Role(stack, id, { assumedBy: new iam.AccountRootPrincipal(), ...props });
const vpc = (stack: Stack) => new ec2.Vpc(stack, 'Vpc', { maxAzs: 1, natGateways: 0, subnetConfiguration: [{ name: 'Isolated', subnetType: ec2.SubnetType.PRIVATE_ISOLATED }] });
const endpoint = (stack: Stack) => ec2.GatewayVpcEndpoint.fromGatewayVpcEndpointId(stack, 'Endpoint', 'vpce-0123456789abcdef0');

const LISTED = 'arn:aws:iam::111122223333:role/Listed';

interface Row {
  /** The perimeter of an object, and what goes with it. */
  readonly objects: (stack: Stack) => PerimeterOptions;
  /** The same of its id. */
  readonly ids: (stack: Stack) => PerimeterOptions;
}

/** Of a list of roles, beside what it needs. */
const roles = (part: 'network' | 'identity' | 'exemptions', objects: string, ids: string, further: PerimeterOptions = {}): Row => {
  const around = (name: string, values: unknown[]) => ({ ...further, [part]: { ...further[part], [name]: values } });
  return {
    objects: (stack) => ({ ...around(objects, [role(stack)]), [part]: { ...further[part], [ids]: [LISTED], [objects]: [role(stack, 'Second')] } }),
    ids: (stack) => around(ids, [LISTED, role(stack, 'Second').roleArn]),
  };
};

/** Each option that takes objects. */
const ROWS: Readonly<Record<string, Row>> = {
  'NetworkPerimeter.vpcEndpoints': {
    objects: (stack) => ({ network: { vpcEndpointIds: ['vpce-1a2b3c4d'], vpcEndpoints: [endpoint(stack)] } }),
    ids: () => ({ network: { vpcEndpointIds: ['vpce-1a2b3c4d', 'vpce-0123456789abcdef0'] } }),
  },
  'NetworkPerimeter.vpcs': {
    objects: (stack) => ({ network: { vpcs: [vpc(stack)] } }),
    ids: (stack) => ({ network: { vpcIds: [vpc(stack).vpcId] } }),
  },
  'NetworkPerimeter.controlPlaneRoles': roles('network', 'controlPlaneRoles', 'controlPlaneRoleArns', { network: { ipAllowList: ['203.0.113.0/24'] } }),
  'IdentityPerimeter.roles': roles('identity', 'roles', 'roleArns'),
  'IdentityPerimeter.readOnlyRoles': roles('identity', 'readOnlyRoles', 'readOnlyArns'),
  'IdentityPerimeter.writeOnlyRoles': roles('identity', 'writeOnlyRoles', 'writeOnlyArns'),
  'IdentityPerimeter.appendOnlyRoles': roles('identity', 'appendOnlyRoles', 'appendOnlyArns'),
  'IdentityPerimeter.mfaExemptRoles': roles('identity', 'mfaExemptRoles', 'mfaExemptArns', { identity: { mfaForDeletes: true } }),
  'PerimeterExemptions.deployRoles': roles('exemptions', 'deployRoles', 'deployRoleArns', { request: { tamperProtection: true } }),
  'PerimeterExemptions.breakGlassRoles': roles('exemptions', 'breakGlassRoles', 'breakGlassRoleArns', { request: { tamperProtection: true } }),
  'PerimeterExemptions.replicationRoles': roles('exemptions', 'replicationRoles', 'replicationRoleArns', { identity: { crossAccount: false } }),
  'PrefixRule.roles': {
    objects: (stack) => ({ request: { prefixRules: [{ prefix: 'finance/', roleArns: [LISTED], roles: [role(stack)] }, { prefix: 'hr/', roles: [role(stack, 'Hr')] }] } }),
    ids: (stack) => ({ request: { prefixRules: [{ prefix: 'finance/', roleArns: [LISTED, role(stack).roleArn] }, { prefix: 'hr/', roleArns: [role(stack, 'Hr').roleArn] }] } }),
  },
};

test('every option that takes objects has its row', () => {
  const options = ['NetworkPerimeter', 'IdentityPerimeter', 'PerimeterExemptions', 'PrefixRule'] as const;
  expect(options.flatMap((struct) => Object.entries(STRUCTS[struct]).filter(([, kind]) => /^I[A-Z]\w+\[\]\?$/.test(kind)).map(([name]) => `${struct}.${name}`)).sort()).toEqual(Object.keys(ROWS).sort());
});

describe.each(Object.entries(ROWS))('%s', (name, row) => {
  const policyOf = (make: (stack: Stack) => s3.Bucket) => {
    const stack = makeStack();
    const bucket = make(stack);
    return stack.resolve(bucket.policy!.document.toJSON());
  };

  test.each<[string, (stack: Stack, perimeter: PerimeterOptions) => s3.Bucket]>([
    ['a hardened bucket', (stack, perimeter) => new HardenedBucket(stack, 'Bucket', { perimeter })],
    ['another bucket', (stack, perimeter) => {
      const bucket = new s3.Bucket(stack, 'Bucket');
      new BucketPerimeter(stack, 'Perimeter', { bucket, ...perimeter });
      return bucket;
    }],
  ])('objects mean what their ids mean, beside those that are listed: %s', (_, make) => {
    expect(policyOf((stack) => make(stack, row.objects(stack)))).toEqual(policyOf((stack) => make(stack, row.ids(stack))));
  });

  test('statements for an imported bucket', () => {
    const of = (options: Row['ids']) => {
      const stack = makeStack();
      return stack.resolve(BucketPerimeter.statementsFor(s3.Bucket.fromBucketName(stack, 'Imported', 'imported'), options(stack)).map((statement) => statement.toStatementJson()));
    };
    expect(of(row.objects)).toEqual(of(row.ids));
  });

  test('fails for an empty list', () => {
    const [struct, option] = name.split('.');
    const part = { NetworkPerimeter: 'network', IdentityPerimeter: 'identity', PerimeterExemptions: 'exemptions' }[struct];
    const perimeter = part ? { identity: { crossAccount: false }, [part]: { [option]: [] } } : { request: { prefixRules: [{ prefix: 'finance/', roleArns: [LISTED], roles: [] }] } };
    expect(() => new HardenedBucket(makeStack(), 'Bucket', { perimeter })).toThrow(`perimeter.${part ?? 'request.prefixRules[0]'}.${option} is an empty list`);
  });
});

test('a VPC of another Region is meant with its Region', () => {
  const stack = makeStack();
  const there = ec2.Vpc.fromVpcAttributes(stack, 'There', { vpcId: 'vpc-0123456789abcdef0', availabilityZones: ['us-east-1a'], region: 'us-east-1' });
  const bucket = new HardenedBucket(stack, 'Bucket', { perimeter: { network: { vpcs: [there] } } });
  expect(JSON.stringify(stack.resolve(bucket.policy!.document))).toContain(':ec2:us-east-1:*:vpc/vpc-0123456789abcdef0');
});

test('fails for a prefix that names nobody', () => {
  expect(() => new HardenedBucket(makeStack(), 'Bucket', { perimeter: { request: { prefixRules: [{ prefix: 'finance/' }] } } }))
    .toThrow('perimeter.request.prefixRules[0] names no one who reaches finance/. Give roleArns or roles');
});

/** Objects of other stacks of the app, which may need the bucket in turn. */
describe('no stack waits for another that waits for it', () => {
  test.each<[string, (there: Stack, make: (perimeter: PerimeterOptions) => HardenedBucket) => void]>([
    ['a role', (there, make) => make({ identity: { roles: [role(there)] } })],
    ['a role with a name and a path, and a grant', (there, make) => {
      const reader = role(there, 'Reader', { roleName: 'Reader', path: '/team/' });
      make({ identity: { roles: [reader], readOnlyRoles: [reader] } }).grantRead(reader);
    }],
    ['roles with names, in every list', (there, make) => {
      const named = ['A', 'B', 'C'].map((id) => role(there, id, { roleName: id }));
      const bucket = make({
        network: { ipAllowList: ['203.0.113.0/24'], controlPlaneRoles: [named[0]] },
        request: { prefixRules: [{ prefix: 'finance/', roles: named }] },
        exemptions: { breakGlassRoles: [named[1]], replicationRoles: [named[2]] },
      });
      named.forEach((each) => bucket.grantReadWrite(each));
    }],
    ['an endpoint', (there, make) => make({ network: { vpcEndpoints: [vpc(there).addGatewayEndpoint('S3', { service: ec2.GatewayVpcEndpointAwsService.S3 })] } })],
    ['an endpoint whose policy names the bucket', (there, make) => {
      const s3Endpoint = vpc(there).addGatewayEndpoint('S3', { service: ec2.GatewayVpcEndpointAwsService.S3 });
      const bucket = make({ network: { vpcEndpoints: [s3Endpoint] } });
      EndpointAccess.statements(there, { buckets: [bucket] }).forEach((statement) => s3Endpoint.addToPolicy(statement));
    }],
    ['a VPC', (there, make) => make({ network: { vpcs: [vpc(there)] } })],
  ])('%s', (_, use) => {
    const app = new App();
    const here = makeStack(app, 'Here');
    use(makeStack(app, 'There'), (perimeter) => new HardenedBucket(here, 'Bucket', { bucketName: 'records-of-the-office', perimeter }));
    expect(synthError(app)).toBe('');
  });

  test('the ARN of a named role has its path', () => {
    const app = new App();
    const here = makeStack(app, 'Here');
    const bucket = new HardenedBucket(here, 'Bucket', { perimeter: { identity: { roles: [role(makeStack(app, 'There'), 'Reader', { roleName: 'Reader', path: '/team/' })] } } });
    expect(here.resolve(bucket.policy!.document.toJSON()).Statement.find(({ Sid }: any) => Sid === 'DenyOtherRoles').Condition.ArnNotLikeIfExists['aws:PrincipalArn'][0])
      .toEqual({ 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, `:iam::${ACCOUNT}:role/team/Reader`]] });
  });
});
