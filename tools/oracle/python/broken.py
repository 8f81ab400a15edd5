import os, json

def f(event, context):
    try:
        x: int = "one"
        return json.loads(event).nothing + os.getcwd(1)
    except:
        pass
    exec(event)
