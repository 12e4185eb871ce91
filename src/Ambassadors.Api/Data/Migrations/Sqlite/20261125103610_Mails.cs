using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Ambassadors.Api.Data.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class Mails : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<long>(
                name: "email_bounces_since",
                table: "people",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "mail_at",
                table: "notices",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<Guid>(
                name: "mail_id",
                table: "notices",
                type: "TEXT",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "mail_deliveries",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    person_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    kind = table.Column<string>(type: "TEXT", maxLength: 60, nullable: false),
                    created_at = table.Column<long>(type: "INTEGER", nullable: false),
                    digest_at = table.Column<long>(type: "INTEGER", nullable: true),
                    status = table.Column<string>(type: "TEXT", maxLength: 20, nullable: false),
                    reason = table.Column<string>(type: "TEXT", maxLength: 40, nullable: true),
                    reply_code = table.Column<int>(type: "INTEGER", nullable: true),
                    attempts = table.Column<int>(type: "INTEGER", nullable: false),
                    due_at = table.Column<long>(type: "INTEGER", nullable: false),
                    ended_at = table.Column<long>(type: "INTEGER", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_mail_deliveries", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "mail_preferences",
                columns: table => new
                {
                    person_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    version = table.Column<int>(type: "INTEGER", nullable: false),
                    rhythm = table.Column<string>(type: "TEXT", maxLength: 20, nullable: false),
                    digest_hour = table.Column<int>(type: "INTEGER", nullable: false),
                    muted = table.Column<string>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_mail_preferences", x => x.person_id);
                    table.ForeignKey(
                        name: "fk_mail_preferences_asp_net_users_person_id",
                        column: x => x.person_id,
                        principalTable: "people",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateIndex(
                name: "ix_notices_mail_at_id",
                table: "notices",
                columns: new[] { "mail_at", "id" },
                filter: "mail_at IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "ix_notices_mail_id",
                table: "notices",
                column: "mail_id");

            migrationBuilder.CreateIndex(
                name: "ix_mail_deliveries_ended_at",
                table: "mail_deliveries",
                column: "ended_at");

            migrationBuilder.CreateIndex(
                name: "ix_mail_deliveries_person_id_digest_at",
                table: "mail_deliveries",
                columns: new[] { "person_id", "digest_at" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_mail_deliveries_person_id_id",
                table: "mail_deliveries",
                columns: new[] { "person_id", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_mail_deliveries_status_due_at",
                table: "mail_deliveries",
                columns: new[] { "status", "due_at" });

            migrationBuilder.CreateIndex(
                name: "ix_mail_deliveries_status_id",
                table: "mail_deliveries",
                columns: new[] { "status", "id" });

            migrationBuilder.AddForeignKey(
                name: "fk_notices_mail_deliveries_mail_id",
                table: "notices",
                column: "mail_id",
                principalTable: "mail_deliveries",
                principalColumn: "id",
                onDelete: ReferentialAction.SetNull);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropForeignKey(
                name: "fk_notices_mail_deliveries_mail_id",
                table: "notices");

            migrationBuilder.DropTable(
                name: "mail_deliveries");

            migrationBuilder.DropTable(
                name: "mail_preferences");

            migrationBuilder.DropIndex(
                name: "ix_notices_mail_at_id",
                table: "notices");

            migrationBuilder.DropIndex(
                name: "ix_notices_mail_id",
                table: "notices");

            migrationBuilder.DropColumn(
                name: "email_bounces_since",
                table: "people");

            migrationBuilder.DropColumn(
                name: "mail_at",
                table: "notices");

            migrationBuilder.DropColumn(
                name: "mail_id",
                table: "notices");
        }
    }
}
