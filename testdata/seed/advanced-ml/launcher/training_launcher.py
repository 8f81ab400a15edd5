"""A launcher that starts the training job it is told to start."""

import boto3


def handler(event, context):
    return boto3.client("sagemaker").create_training_job(**event["request"])
