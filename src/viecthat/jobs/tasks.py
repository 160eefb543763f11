"""What the queue does for itself. Other floors put theirs into their own `tasks`."""

from procrastinate import JobContext
from procrastinate.contrib.django import app
from procrastinate.exceptions import UniqueViolation
from procrastinate.jobs import Status

STALLED_SECONDS = 30


@app.periodic(cron="* * * * * */30")
@app.task(queueing_lock="retry_stalled", pass_context=True)
async def retry_stalled(context: JobContext, timestamp: int) -> None:  # noqa: ARG001 - a periodic task is told when
    """Jobs whose worker died go back into the queue."""
    manager = context.app.job_manager
    for job in await manager.get_stalled_jobs(seconds_since_heartbeat=STALLED_SECONDS):
        try:
            await manager.retry_job(job)
        except UniqueViolation:  # the same waits there already
            await manager.finish_job(job, Status.FAILED, delete_job=True)
