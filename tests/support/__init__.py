"""What the tests share: mail servers, databases, clocks, made mails and golden folders."""
