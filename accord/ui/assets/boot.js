// Before anything is drawn: says that scripts run, so that nothing jumps.
document.body.classList.add("js-enabled", "govuk-frontend-supported");
