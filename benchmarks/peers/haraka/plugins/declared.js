// declared-recipient and recipient-limit: a set of the addresses in config/declared, in memory.
'use strict'

exports.register = function () {
  this.declared = new Set(this.config.get('declared', 'list').map((address) => address.toLowerCase()))
}

exports.hook_rcpt = function (next, connection, params) {
  if (connection.transaction.rcpt_to.length > 500) return next(DENY, 'more than 500 recipients')
  if (!this.declared.has(params[0].address.toLowerCase())) return next(DENY, 'no such address')
  next(OK)
}
