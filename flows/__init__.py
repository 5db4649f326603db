"""When it is done: order, schedule, retries, fan-out. No arithmetic, no SQL, no bytes."""
