using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Ambassadors.Api.Data.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class JournalPositions : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "journal_positions",
                columns: table => new
                {
                    position = table.Column<long>(type: "INTEGER", nullable: false),
                    entry_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    hash = table.Column<string>(type: "TEXT", maxLength: 64, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_journal_positions", x => x.position);
                    table.ForeignKey(
                        name: "fk_journal_positions_journal_entry_id",
                        column: x => x.entry_id,
                        principalTable: "journal",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "journal_unnumbered",
                columns: table => new
                {
                    sequence = table.Column<long>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    entry_id = table.Column<Guid>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_journal_unnumbered", x => x.sequence);
                    table.ForeignKey(
                        name: "fk_journal_unnumbered_journal_entry_id",
                        column: x => x.entry_id,
                        principalTable: "journal",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateIndex(
                name: "ix_journal_positions_entry_id",
                table: "journal_positions",
                column: "entry_id",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_journal_unnumbered_entry_id",
                table: "journal_unnumbered",
                column: "entry_id",
                unique: true);

            // What was written before positions were given, in the order in which it happened.
            migrationBuilder.Sql("INSERT INTO journal_unnumbered (entry_id) SELECT id FROM journal ORDER BY at, resource_id, resource_version, id");

            // Written once: whoever has to purge drops these in a migration of their own, and says why.
            migrationBuilder.Sql("CREATE TRIGGER journal_no_update BEFORE UPDATE ON journal BEGIN SELECT RAISE(ABORT, 'The journal is written once: update of journal is refused.'); END");
            migrationBuilder.Sql("CREATE TRIGGER journal_no_delete BEFORE DELETE ON journal BEGIN SELECT RAISE(ABORT, 'The journal is written once: delete of journal is refused.'); END");
            migrationBuilder.Sql("CREATE TRIGGER journal_positions_no_update BEFORE UPDATE ON journal_positions BEGIN SELECT RAISE(ABORT, 'The journal is written once: update of journal_positions is refused.'); END");
            migrationBuilder.Sql("CREATE TRIGGER journal_positions_no_delete BEFORE DELETE ON journal_positions BEGIN SELECT RAISE(ABORT, 'The journal is written once: delete of journal_positions is refused.'); END");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.Sql("DROP TRIGGER journal_no_update");
            migrationBuilder.Sql("DROP TRIGGER journal_no_delete");
            migrationBuilder.Sql("DROP TRIGGER journal_positions_no_update");
            migrationBuilder.Sql("DROP TRIGGER journal_positions_no_delete");

            migrationBuilder.DropTable(
                name: "journal_positions");

            migrationBuilder.DropTable(
                name: "journal_unnumbered");
        }
    }
}
