"""One call of the callback API with boto3: ENDPOINT OPERATION CONNECTION_ID [DATA]; prints JSON."""

import json
import sys

import boto3
from botocore.exceptions import ClientError

endpoint, operation, connection_id, *data = sys.argv[1:]
client = boto3.client("apigatewaymanagementapi", endpoint_url=endpoint)
try:
    if operation == "post":
        # A FILE is named with @, because an argument cannot hold 131,073 bytes.
        payload = open(data[0][1:], "rb").read() if data[0].startswith("@") else data[0].encode()
        answer = client.post_to_connection(ConnectionId=connection_id, Data=payload)
    elif operation == "get":
        answer = client.get_connection(ConnectionId=connection_id)
    else:
        answer = client.delete_connection(ConnectionId=connection_id)
    print(json.dumps(answer, default=lambda value: value.isoformat()))
except client.exceptions.GoneException as error:
    print(json.dumps({"gone": str(error)}))
except ClientError as error:
    print(json.dumps({"error": error.response["Error"]["Code"], "text": str(error)}))
