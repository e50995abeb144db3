print("ednet")
