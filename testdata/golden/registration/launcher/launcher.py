import boto3


def handler(event, context):
    boto3.client("sagemaker").create_training_job(**event["request"])
