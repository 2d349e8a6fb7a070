/* eslint-disable */
import { TemplateResource } from '../facts/template';

// Made by `npx projen models` from the constructs of this library. Do not edit.
export const MODEL_TEMPLATES: Readonly<Record<string, { readonly description: string; readonly logicalId: string; readonly resources: Readonly<Record<string, TemplateResource>> }>> = {
 "hardened": {
  "description": "a HardenedBucket without any property",
  "logicalId": "Model0301700E",
  "resources": {
   "ModelKeyE265A28C": {
    "Type": "AWS::KMS::Key",
    "Properties": {
     "Description": "Created by Models/Model",
     "EnableKeyRotation": true,
     "KeyPolicy": {
      "Statement": [
       {
        "Action": "kms:*",
        "Effect": "Allow",
        "Principal": {
         "AWS": {
          "Fn::Join": [
           "",
           [
            "arn:",
            {
             "Ref": "AWS::Partition"
            },
            ":iam::",
            {
             "Ref": "AWS::AccountId"
            },
            ":root"
           ]
          ]
         }
        },
        "Resource": "*"
       }
      ],
      "Version": "2012-10-17"
     }
    },
    "UpdateReplacePolicy": "Retain",
    "DeletionPolicy": "Retain"
   },
   "Model0301700E": {
    "Type": "AWS::S3::Bucket",
    "Properties": {
     "BucketEncryption": {
      "ServerSideEncryptionConfiguration": [
       {
        "BlockedEncryptionTypes": {
         "EncryptionType": [
          "SSE-C"
         ]
        },
        "BucketKeyEnabled": true,
        "ServerSideEncryptionByDefault": {
         "KMSMasterKeyID": {
          "Fn::GetAtt": [
           "ModelKeyE265A28C",
           "Arn"
          ]
         },
         "SSEAlgorithm": "aws:kms"
        }
       }
      ]
     },
     "LifecycleConfiguration": {
      "Rules": [
       {
        "AbortIncompleteMultipartUpload": {
         "DaysAfterInitiation": 7
        },
        "Id": "AbortIncompleteMultipartUploads",
        "Status": "Enabled"
       },
       {
        "Id": "ExpireNoncurrentVersions",
        "NoncurrentVersionExpiration": {
         "NoncurrentDays": 90
        },
        "Status": "Enabled"
       }
      ]
     },
     "LoggingConfiguration": {
      "DestinationBucketName": {
       "Ref": "HardenedBucketAccessLogs7DA371F2"
      },
      "TargetObjectKeyFormat": {
       "PartitionedPrefix": {
        "PartitionDateSource": "EventTime"
       }
      }
     },
     "MetricsConfigurations": [
      {
       "Id": "EntireBucket"
      }
     ],
     "NotificationConfiguration": {
      "EventBridgeConfiguration": {
       "EventBridgeEnabled": true
      }
     },
     "OwnershipControls": {
      "Rules": [
       {
        "ObjectOwnership": "BucketOwnerEnforced"
       }
      ]
     },
     "PublicAccessBlockConfiguration": {
      "BlockPublicAcls": true,
      "BlockPublicPolicy": true,
      "IgnorePublicAcls": true,
      "RestrictPublicBuckets": true
     },
     "VersioningConfiguration": {
      "Status": "Enabled"
     }
    },
    "UpdateReplacePolicy": "Retain",
    "DeletionPolicy": "Retain",
    "Metadata": {
     "cdk-hardened-bucket": "HardenedBucket"
    }
   },
   "ModelPolicy4EDEB0D0": {
    "Type": "AWS::S3::BucketPolicy",
    "Properties": {
     "Bucket": {
      "Ref": "Model0301700E"
     },
     "PolicyDocument": {
      "Statement": [
       {
        "Action": "s3:*",
        "Condition": {
         "Bool": {
          "aws:SecureTransport": "false"
         }
        },
        "Effect": "Deny",
        "Principal": {
         "AWS": "*"
        },
        "Resource": [
         {
          "Fn::GetAtt": [
           "Model0301700E",
           "Arn"
          ]
         },
         {
          "Fn::Join": [
           "",
           [
            {
             "Fn::GetAtt": [
              "Model0301700E",
              "Arn"
             ]
            },
            "/*"
           ]
          ]
         }
        ],
        "Sid": "DenyRequestsWithoutTls"
       },
       {
        "Action": "s3:*",
        "Condition": {
         "NumericLessThan": {
          "s3:TlsVersion": "1.2"
         }
        },
        "Effect": "Deny",
        "Principal": {
         "AWS": "*"
        },
        "Resource": [
         {
          "Fn::GetAtt": [
           "Model0301700E",
           "Arn"
          ]
         },
         {
          "Fn::Join": [
           "",
           [
            {
             "Fn::GetAtt": [
              "Model0301700E",
              "Arn"
             ]
            },
            "/*"
           ]
          ]
         }
        ],
        "Sid": "DenyRequestsBelowMinimumTls"
       },
       {
        "Action": "s3:PutObject",
        "Condition": {
         "Null": {
          "s3:x-amz-server-side-encryption-customer-algorithm": "false"
         }
        },
        "Effect": "Deny",
        "Principal": {
         "AWS": "*"
        },
        "Resource": {
         "Fn::Join": [
          "",
          [
           {
            "Fn::GetAtt": [
             "Model0301700E",
             "Arn"
            ]
           },
           "/*"
          ]
         ]
        },
        "Sid": "DenyCustomerProvidedKeys"
       },
       {
        "Action": "s3:PutObject",
        "Condition": {
         "Null": {
          "s3:x-amz-server-side-encryption": "false"
         },
         "StringNotEquals": {
          "s3:x-amz-server-side-encryption": [
           "aws:kms",
           "aws:kms:dsse"
          ]
         }
        },
        "Effect": "Deny",
        "Principal": {
         "AWS": "*"
        },
        "Resource": {
         "Fn::Join": [
          "",
          [
           {
            "Fn::GetAtt": [
             "Model0301700E",
             "Arn"
            ]
           },
           "/*"
          ]
         ]
        },
        "Sid": "DenyOtherEncryption"
       },
       {
        "Action": "s3:PutObject",
        "Condition": {
         "Null": {
          "s3:x-amz-server-side-encryption": "false"
         },
         "ArnNotEquals": {
          "s3:x-amz-server-side-encryption-aws-kms-key-id": {
           "Fn::GetAtt": [
            "ModelKeyE265A28C",
            "Arn"
           ]
          }
         }
        },
        "Effect": "Deny",
        "Principal": {
         "AWS": "*"
        },
        "Resource": {
         "Fn::Join": [
          "",
          [
           {
            "Fn::GetAtt": [
             "Model0301700E",
             "Arn"
            ]
           },
           "/*"
          ]
         ]
        },
        "Sid": "DenyOtherKeys"
       }
      ],
      "Version": "2012-10-17"
     }
    },
    "UpdateReplacePolicy": "Retain",
    "DeletionPolicy": "Retain"
   },
   "ModelRequestAlarmsClientErrors7271E50C": {
    "Type": "AWS::CloudWatch::Alarm",
    "Properties": {
     "AlarmActions": [
      {
       "Ref": "HardenedBucketAlarmsTopic80B05F22"
      }
     ],
     "AlarmDescription": "Many requests fail with 4xx: somebody may be probing for objects or permissions, or a client is misconfigured (bucket Models/Model)",
     "ComparisonOperator": "GreaterThanThreshold",
     "DatapointsToAlarm": 2,
     "EvaluationPeriods": 3,
     "Metrics": [
      {
       "Expression": "IF(all >= 100, errors / all * 100, 0)",
       "Id": "expr_1",
       "Label": "4xxErrors (% of requests)",
       "ReturnData": true
      },
      {
       "Id": "errors",
       "MetricStat": {
        "Metric": {
         "Dimensions": [
          {
           "Name": "BucketName",
           "Value": {
            "Ref": "Model0301700E"
           }
          },
          {
           "Name": "FilterId",
           "Value": "EntireBucket"
          }
         ],
         "MetricName": "4xxErrors",
         "Namespace": "AWS/S3"
        },
        "Period": 300,
        "Stat": "Sum"
       },
       "ReturnData": false
      },
      {
       "Id": "all",
       "MetricStat": {
        "Metric": {
         "Dimensions": [
          {
           "Name": "BucketName",
           "Value": {
            "Ref": "Model0301700E"
           }
          },
          {
           "Name": "FilterId",
           "Value": "EntireBucket"
          }
         ],
         "MetricName": "AllRequests",
         "Namespace": "AWS/S3"
        },
        "Period": 300,
        "Stat": "Sum"
       },
       "ReturnData": false
      }
     ],
     "Threshold": 10,
     "TreatMissingData": "notBreaching"
    }
   },
   "ModelRequestAlarmsServerErrorsDFA585FC": {
    "Type": "AWS::CloudWatch::Alarm",
    "Properties": {
     "AlarmActions": [
      {
       "Ref": "HardenedBucketAlarmsTopic80B05F22"
      }
     ],
     "AlarmDescription": "S3 answers many requests with 5xx: slow down or retry, and look at the AWS Health Dashboard (bucket Models/Model)",
     "ComparisonOperator": "GreaterThanThreshold",
     "DatapointsToAlarm": 2,
     "EvaluationPeriods": 3,
     "Metrics": [
      {
       "Expression": "IF(all >= 100, errors / all * 100, 0)",
       "Id": "expr_1",
       "Label": "5xxErrors (% of requests)",
       "ReturnData": true
      },
      {
       "Id": "errors",
       "MetricStat": {
        "Metric": {
         "Dimensions": [
          {
           "Name": "BucketName",
           "Value": {
            "Ref": "Model0301700E"
           }
          },
          {
           "Name": "FilterId",
           "Value": "EntireBucket"
          }
         ],
         "MetricName": "5xxErrors",
         "Namespace": "AWS/S3"
        },
        "Period": 300,
        "Stat": "Sum"
       },
       "ReturnData": false
      },
      {
       "Id": "all",
       "MetricStat": {
        "Metric": {
         "Dimensions": [
          {
           "Name": "BucketName",
           "Value": {
            "Ref": "Model0301700E"
           }
          },
          {
           "Name": "FilterId",
           "Value": "EntireBucket"
          }
         ],
         "MetricName": "AllRequests",
         "Namespace": "AWS/S3"
        },
        "Period": 300,
        "Stat": "Sum"
       },
       "ReturnData": false
      }
     ],
     "Threshold": 1,
     "TreatMissingData": "notBreaching"
    }
   },
   "ModelRequestAlarmsHeadRequestsEB548CE1": {
    "Type": "AWS::CloudWatch::Alarm",
    "Properties": {
     "AlarmActions": [
      {
       "Ref": "HardenedBucketAlarmsTopic80B05F22"
      }
     ],
     "AlarmDescription": "Unusually many HEAD requests: somebody may be finding out which objects exist (bucket Models/Model)",
     "ComparisonOperator": "GreaterThanThreshold",
     "DatapointsToAlarm": 2,
     "Dimensions": [
      {
       "Name": "BucketName",
       "Value": {
        "Ref": "Model0301700E"
       }
      },
      {
       "Name": "FilterId",
       "Value": "EntireBucket"
      }
     ],
     "EvaluationPeriods": 3,
     "MetricName": "HeadRequests",
     "Namespace": "AWS/S3",
     "Period": 300,
     "Statistic": "Sum",
     "Threshold": 1000,
     "TreatMissingData": "notBreaching"
    }
   },
   "ModelRequestAlarmsListRequestsD34C7279": {
    "Type": "AWS::CloudWatch::Alarm",
    "Properties": {
     "AlarmActions": [
      {
       "Ref": "HardenedBucketAlarmsTopic80B05F22"
      }
     ],
     "AlarmDescription": "Unusually many LIST requests: somebody may be enumerating the bucket (bucket Models/Model)",
     "ComparisonOperator": "GreaterThanThreshold",
     "DatapointsToAlarm": 2,
     "Dimensions": [
      {
       "Name": "BucketName",
       "Value": {
        "Ref": "Model0301700E"
       }
      },
      {
       "Name": "FilterId",
       "Value": "EntireBucket"
      }
     ],
     "EvaluationPeriods": 3,
     "MetricName": "ListRequests",
     "Namespace": "AWS/S3",
     "Period": 300,
     "Statistic": "Sum",
     "Threshold": 1000,
     "TreatMissingData": "notBreaching"
    }
   },
   "HardenedBucketAccessLogs7DA371F2": {
    "Type": "AWS::S3::Bucket",
    "Properties": {
     "BucketEncryption": {
      "ServerSideEncryptionConfiguration": [
       {
        "BlockedEncryptionTypes": {
         "EncryptionType": [
          "SSE-C"
         ]
        },
        "ServerSideEncryptionByDefault": {
         "SSEAlgorithm": "AES256"
        }
       }
      ]
     },
     "LifecycleConfiguration": {
      "Rules": [
       {
        "AbortIncompleteMultipartUpload": {
         "DaysAfterInitiation": 1
        },
        "ExpirationInDays": 365,
        "Id": "ExpireLogs",
        "NoncurrentVersionExpiration": {
         "NoncurrentDays": 1
        },
        "Status": "Enabled"
       }
      ]
     },
     "OwnershipControls": {
      "Rules": [
       {
        "ObjectOwnership": "BucketOwnerEnforced"
       }
      ]
     },
     "PublicAccessBlockConfiguration": {
      "BlockPublicAcls": true,
      "BlockPublicPolicy": true,
      "IgnorePublicAcls": true,
      "RestrictPublicBuckets": true
     },
     "VersioningConfiguration": {
      "Status": "Enabled"
     }
    },
    "UpdateReplacePolicy": "Retain",
    "DeletionPolicy": "Retain",
    "Metadata": {
     "cdk-hardened-bucket": "AccessLogsBucket"
    }
   },
   "HardenedBucketAccessLogsPolicy84690CDE": {
    "Type": "AWS::S3::BucketPolicy",
    "Properties": {
     "Bucket": {
      "Ref": "HardenedBucketAccessLogs7DA371F2"
     },
     "PolicyDocument": {
      "Statement": [
       {
        "Action": "s3:*",
        "Condition": {
         "Bool": {
          "aws:SecureTransport": "false"
         }
        },
        "Effect": "Deny",
        "Principal": {
         "AWS": "*"
        },
        "Resource": [
         {
          "Fn::GetAtt": [
           "HardenedBucketAccessLogs7DA371F2",
           "Arn"
          ]
         },
         {
          "Fn::Join": [
           "",
           [
            {
             "Fn::GetAtt": [
              "HardenedBucketAccessLogs7DA371F2",
              "Arn"
             ]
            },
            "/*"
           ]
          ]
         }
        ],
        "Sid": "DenyRequestsWithoutTls"
       },
       {
        "Action": "s3:*",
        "Condition": {
         "NumericLessThan": {
          "s3:TlsVersion": "1.2"
         }
        },
        "Effect": "Deny",
        "Principal": {
         "AWS": "*"
        },
        "Resource": [
         {
          "Fn::GetAtt": [
           "HardenedBucketAccessLogs7DA371F2",
           "Arn"
          ]
         },
         {
          "Fn::Join": [
           "",
           [
            {
             "Fn::GetAtt": [
              "HardenedBucketAccessLogs7DA371F2",
              "Arn"
             ]
            },
            "/*"
           ]
          ]
         }
        ],
        "Sid": "DenyRequestsBelowMinimumTls"
       },
       {
        "Action": "s3:PutObject",
        "Condition": {
         "Null": {
          "s3:x-amz-server-side-encryption-customer-algorithm": "false"
         }
        },
        "Effect": "Deny",
        "Principal": {
         "AWS": "*"
        },
        "Resource": {
         "Fn::Join": [
          "",
          [
           {
            "Fn::GetAtt": [
             "HardenedBucketAccessLogs7DA371F2",
             "Arn"
            ]
           },
           "/*"
          ]
         ]
        },
        "Sid": "DenyCustomerProvidedKeys"
       },
       {
        "Action": "s3:PutObject",
        "Condition": {
         "StringEquals": {
          "aws:SourceAccount": {
           "Ref": "AWS::AccountId"
          }
         },
         "ArnLike": {
          "aws:SourceArn": {
           "Fn::Join": [
            "",
            [
             "arn:",
             {
              "Ref": "AWS::Partition"
             },
             ":s3:::*"
            ]
           ]
          }
         }
        },
        "Effect": "Allow",
        "Principal": {
         "Service": "logging.s3.amazonaws.com"
        },
        "Resource": {
         "Fn::Join": [
          "",
          [
           {
            "Fn::GetAtt": [
             "HardenedBucketAccessLogs7DA371F2",
             "Arn"
            ]
           },
           "/*"
          ]
         ]
        },
        "Sid": "AllowS3AccessLogDelivery"
       }
      ],
      "Version": "2012-10-17"
     }
    },
    "UpdateReplacePolicy": "Retain",
    "DeletionPolicy": "Retain"
   },
   "HardenedBucketAlarmsKey5D65BE04": {
    "Type": "AWS::KMS::Key",
    "Properties": {
     "Description": "Encrypts the alarms of the hardened buckets in Models",
     "EnableKeyRotation": true,
     "KeyPolicy": {
      "Statement": [
       {
        "Action": "kms:*",
        "Effect": "Allow",
        "Principal": {
         "AWS": {
          "Fn::Join": [
           "",
           [
            "arn:",
            {
             "Ref": "AWS::Partition"
            },
            ":iam::",
            {
             "Ref": "AWS::AccountId"
            },
            ":root"
           ]
          ]
         }
        },
        "Resource": "*"
       },
       {
        "Action": [
         "kms:Decrypt",
         "kms:GenerateDataKey*"
        ],
        "Condition": {
         "StringEquals": {
          "aws:SourceAccount": {
           "Ref": "AWS::AccountId"
          }
         }
        },
        "Effect": "Allow",
        "Principal": {
         "Service": "cloudwatch.amazonaws.com"
        },
        "Resource": "*",
        "Sid": "AllowCloudWatchAlarms"
       }
      ],
      "Version": "2012-10-17"
     }
    },
    "UpdateReplacePolicy": "Retain",
    "DeletionPolicy": "Retain"
   },
   "HardenedBucketAlarmsTopic80B05F22": {
    "Type": "AWS::SNS::Topic",
    "Properties": {
     "KmsMasterKeyId": {
      "Fn::GetAtt": [
       "HardenedBucketAlarmsKey5D65BE04",
       "Arn"
      ]
     }
    }
   }
  }
 },
 "access-logs": {
  "description": "an AccessLogsBucket without any property",
  "logicalId": "Model0301700E",
  "resources": {
   "Model0301700E": {
    "Type": "AWS::S3::Bucket",
    "Properties": {
     "BucketEncryption": {
      "ServerSideEncryptionConfiguration": [
       {
        "BlockedEncryptionTypes": {
         "EncryptionType": [
          "SSE-C"
         ]
        },
        "ServerSideEncryptionByDefault": {
         "SSEAlgorithm": "AES256"
        }
       }
      ]
     },
     "LifecycleConfiguration": {
      "Rules": [
       {
        "AbortIncompleteMultipartUpload": {
         "DaysAfterInitiation": 1
        },
        "ExpirationInDays": 365,
        "Id": "ExpireLogs",
        "NoncurrentVersionExpiration": {
         "NoncurrentDays": 1
        },
        "Status": "Enabled"
       }
      ]
     },
     "OwnershipControls": {
      "Rules": [
       {
        "ObjectOwnership": "BucketOwnerEnforced"
       }
      ]
     },
     "PublicAccessBlockConfiguration": {
      "BlockPublicAcls": true,
      "BlockPublicPolicy": true,
      "IgnorePublicAcls": true,
      "RestrictPublicBuckets": true
     },
     "VersioningConfiguration": {
      "Status": "Enabled"
     }
    },
    "UpdateReplacePolicy": "Retain",
    "DeletionPolicy": "Retain",
    "Metadata": {
     "cdk-hardened-bucket": "AccessLogsBucket"
    }
   },
   "ModelPolicy4EDEB0D0": {
    "Type": "AWS::S3::BucketPolicy",
    "Properties": {
     "Bucket": {
      "Ref": "Model0301700E"
     },
     "PolicyDocument": {
      "Statement": [
       {
        "Action": "s3:*",
        "Condition": {
         "Bool": {
          "aws:SecureTransport": "false"
         }
        },
        "Effect": "Deny",
        "Principal": {
         "AWS": "*"
        },
        "Resource": [
         {
          "Fn::GetAtt": [
           "Model0301700E",
           "Arn"
          ]
         },
         {
          "Fn::Join": [
           "",
           [
            {
             "Fn::GetAtt": [
              "Model0301700E",
              "Arn"
             ]
            },
            "/*"
           ]
          ]
         }
        ],
        "Sid": "DenyRequestsWithoutTls"
       },
       {
        "Action": "s3:*",
        "Condition": {
         "NumericLessThan": {
          "s3:TlsVersion": "1.2"
         }
        },
        "Effect": "Deny",
        "Principal": {
         "AWS": "*"
        },
        "Resource": [
         {
          "Fn::GetAtt": [
           "Model0301700E",
           "Arn"
          ]
         },
         {
          "Fn::Join": [
           "",
           [
            {
             "Fn::GetAtt": [
              "Model0301700E",
              "Arn"
             ]
            },
            "/*"
           ]
          ]
         }
        ],
        "Sid": "DenyRequestsBelowMinimumTls"
       },
       {
        "Action": "s3:PutObject",
        "Condition": {
         "Null": {
          "s3:x-amz-server-side-encryption-customer-algorithm": "false"
         }
        },
        "Effect": "Deny",
        "Principal": {
         "AWS": "*"
        },
        "Resource": {
         "Fn::Join": [
          "",
          [
           {
            "Fn::GetAtt": [
             "Model0301700E",
             "Arn"
            ]
           },
           "/*"
          ]
         ]
        },
        "Sid": "DenyCustomerProvidedKeys"
       },
       {
        "Action": "s3:PutObject",
        "Condition": {
         "StringEquals": {
          "aws:SourceAccount": {
           "Ref": "AWS::AccountId"
          }
         },
         "ArnLike": {
          "aws:SourceArn": {
           "Fn::Join": [
            "",
            [
             "arn:",
             {
              "Ref": "AWS::Partition"
             },
             ":s3:::*"
            ]
           ]
          }
         }
        },
        "Effect": "Allow",
        "Principal": {
         "Service": "logging.s3.amazonaws.com"
        },
        "Resource": {
         "Fn::Join": [
          "",
          [
           {
            "Fn::GetAtt": [
             "Model0301700E",
             "Arn"
            ]
           },
           "/*"
          ]
         ]
        },
        "Sid": "AllowS3AccessLogDelivery"
       }
      ],
      "Version": "2012-10-17"
     }
    },
    "UpdateReplacePolicy": "Retain",
    "DeletionPolicy": "Retain"
   }
  }
 }
};
